"""Drafts: created, changed, copied, published again; nobody overwrites a change that they have not seen."""

import pytest
from sqlalchemy import select

from lms.domain.exam import blueprint
from lms.domain.problem import Refused
from lms.exams import compose, published, rearrange
from lms.exams.models import Exam, ExamDraft, ExamVersion
from lms.exams.publish import publish_draft, publish_file, publish_plan
from lms.platform.audit import AuditEvent
from tests.exam_data import item, plan

pytestmark = pytest.mark.both_engines

TITLE = {"zh": "新考试", "en": "New exam"}


def fill(data) -> None:
    """What makes an empty draft a plan."""
    data |= {name: value for name, value in blueprint.dump(plan()).items() if name != "title"}


def ready(session, cast, now, slug="new-exam"):
    """A draft that can be published, over five items."""
    for n in range(5):
        item(session, now, f"w-{n}")
    draft = compose.create(session, cast.chen, TITLE, slug, now)
    return compose.change(session, cast.chen, draft.id, 1, fill, "fill", now)


def actions(session) -> list[str]:
    session.commit()
    return list(
        session.scalars(
            select(AuditEvent.action).where(AuditEvent.action.like("exams.%")).order_by(AuditEvent.seq)
        )
    )


def test_a_draft_begins_with_what_most_exams_have_and_is_no_exam(session, cast, now):
    draft = compose.create(session, cast.chen, TITLE, "", now)
    assert (draft.slug, draft.version, draft.published) == ("exam-20261123", 1, None)
    assert draft.plan["title"] == TITLE
    assert isinstance(blueprint.load(draft.plan), list)
    assert session.scalars(select(Exam.slug)).all() == []
    assert compose.create(session, cast.chen, TITLE, "", now).slug == "exam-20261123-2"


@pytest.mark.parametrize(("slug", "code"), [("Bad Name", "exam.slug"), ("taken", "exam.name_taken")])
def test_a_short_name_is_valid_and_not_in_use(session, cast, now, slug, code):
    compose.create(session, cast.chen, TITLE, "taken", now)
    with pytest.raises(Refused) as refused:
        compose.create(session, cast.chen, TITLE, slug, now)
    assert refused.value.code == code


def test_the_name_of_a_published_exam_is_in_use_too(session, cast, now):
    for n in range(3):
        item(session, now, f"w-{n}")
    publish_plan(session, "writing", plan(), None, now)
    with pytest.raises(Refused) as refused:
        compose.create(session, cast.chen, TITLE, "writing", now)
    assert refused.value.code == "exam.name_taken"


def test_a_change_of_a_version_that_is_not_the_newest_is_refused(session, cast, now):
    draft = compose.create(session, cast.chen, TITLE, "", now)
    compose.change(session, cast.chen, draft.id, 1, lambda p: rearrange.add_section(p, TITLE), "add", now)
    with pytest.raises(Refused) as refused:
        compose.change(session, cast.zhao, draft.id, 1, lambda p: p.clear(), "clear", now)
    assert (refused.value.code, refused.value.facts["version"]) == ("exam.stale", 2)
    assert compose.get_draft(session, draft.id).plan["section"] == [{"title": TITLE}]


def test_publishing_freezes_a_version_with_the_window_of_the_draft(session, cast, now, time):
    draft = ready(session, cast, now)
    closes = time.pass_(hours=5)
    times = compose.Arrangements(now, closes, "7788")
    draft = compose.change(session, cast.chen, draft.id, 2, lambda p: None, "times", now, times)
    exam = publish_draft(session, cast.chen, draft.id, 3, now)
    assert (exam.slug, exam.number, exam.opens_at, exam.closes_at) == ("new-exam", 1, now, closes)
    assert (exam.access_code, draft.published) == ("7788", 3)
    assert session.scalars(select(ExamVersion.published_by)).all() == [cast.chen.id]
    assert actions(session) == [
        "exams.draft",
        "exams.compose",
        "exams.compose",
        "exams.publish",
        "exams.schedule",
        "exams.audience",
    ]


def test_a_changed_draft_becomes_the_next_version_and_leaves_the_window_alone(session, cast, now):
    draft = ready(session, cast, now)
    exam = publish_draft(session, cast.chen, draft.id, 2, now)
    exam.access_code = "changed since"
    compose.change(session, cast.chen, draft.id, 2, lambda p: p.update(minutes=50), "facts", now)
    assert publish_draft(session, cast.chen, draft.id, 3, now).number == 2
    assert (exam.access_code, published.get_exam(session, exam.id).plan.minutes) == ("changed since", 50)


def test_an_unfinished_draft_is_not_published(session, cast, now):
    draft = compose.create(session, cast.chen, TITLE, "", now)
    with pytest.raises(Refused) as refused:
        publish_draft(session, cast.chen, draft.id, 1, now)
    assert refused.value.code == "exam.unfinished"
    assert [p.where.in_("zh") for p in refused.value.problems] == [
        "section",
        "instructions.zh",
        "cut_set_by.zh",
    ]


def test_an_exam_that_is_composed_on_pages_no_longer_follows_its_file(session, cast, now):
    for n in range(5):
        item(session, now, f"w-{n}")
    assert publish_file(session, "writing", plan(), None, now) is True
    exam = session.scalars(select(Exam)).one()
    assert published.was_from_file(session, "writing") is True
    draft = compose.draft_of_exam(session, cast.chen, exam.id, now)
    assert blueprint.load(draft.plan) == plan()
    assert (draft.slug, draft.published) == ("writing", draft.version)
    assert compose.draft_of_exam(session, cast.chen, exam.id, now).id == draft.id
    assert publish_file(session, "writing", plan(minutes=99), None, now) is None
    assert exam.number == 1
    compose.discard(session, cast.chen, draft.id, draft.version, now)
    session.flush()
    assert publish_file(session, "writing", plan(minutes=99), None, now) is True


def test_a_copy_is_a_draft_of_its_own(session, cast, now):
    draft = ready(session, cast, now)
    exam = publish_draft(session, cast.chen, draft.id, 2, now)
    first = compose.copy_exam(session, cast.chen, exam.id, now)
    other = compose.copy_draft(session, cast.chen, draft.id, now)
    assert [first.slug, other.slug] == ["new-exam-copy", "new-exam-copy-2"]
    assert first.plan["title"] == {"zh": "新考试（副本）", "en": "New exam (copy)"}
    assert isinstance(blueprint.load(other.plan), blueprint.Plan)
    assert (first.published, draft.plan["title"]) == (None, TITLE)


def test_discarding_leaves_what_was_published(session, cast, now):
    draft = ready(session, cast, now)
    publish_draft(session, cast.chen, draft.id, 2, now)
    compose.discard(session, cast.chen, draft.id, 2, now)
    session.flush()
    assert session.scalars(select(ExamDraft.slug)).all() == []
    assert session.scalars(select(Exam.number)).all() == [1]
