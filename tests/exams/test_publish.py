"""Publishing: what is frozen, what is refused, and that publishing the same again makes no version."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from lms.domain.exam import assembly, blueprint
from lms.domain.problem import Refused
from lms.exams.models import Exam, ExamVersion
from lms.exams.publish import publish_plan
from lms.platform.audit import AuditEvent
from tests.exam_data import drawing, item, plan

pytestmark = pytest.mark.both_engines


def pool_of(session) -> list[tuple[str, int, str, list[int]]]:
    stored = session.scalars(select(ExamVersion.pool).order_by(ExamVersion.id.desc())).first()
    return [(s.place, s.count, str(s.points), list(s.versions)) for s in assembly.load(stored)]


def test_a_version_freezes_the_plan_and_what_it_may_draw(session, now, cast):
    versions = [item(session, now, f"w-{n}").id for n in range(4)]
    made = plan(drawing(3, points="4"))
    assert publish_plan(session, "writing", made, cast.chen.id, now) is True
    version = session.scalars(select(ExamVersion)).one()
    assert blueprint.load(version.plan) == made
    assert pool_of(session) == [("section[1].draw[1]", 3, "4", versions)]
    assert (version.exam.slug, version.exam.number, version.number) == ("writing", 1, 1)
    assert (version.published_by, version.published_at) == (cast.chen.id, now)


def test_only_matching_approved_items_of_exam_banks_are_in_the_pool(session, now):
    fits = item(session, now, "fits", level=2).id
    item(session, now, "draft", level=2, state="draft", approved=False)
    item(session, now, "retired", level=2, state="retired")
    item(session, now, "practice", level=2, purpose="practice")
    item(session, now, "practice-only", level=2, practice=True)
    item(session, now, "other-level", level=1)
    item(session, now, "other-kind", "true_false", level=2)
    item(session, now, "other-area", level=2, area="style")
    item(session, now, "other-competency", level=2, bank="research")
    again = item(session, now, "in-review-again", level=2, state="in_review").id
    publish_plan(
        session, "writing", plan(drawing(2, levels=[2], kinds=["single_choice"], areas=["form"])), None, now
    )
    assert pool_of(session) == [("section[1].draw[1]", 2, "2", [fits, again])]


def test_a_named_item_is_found_by_bank_and_name(session, now):
    wanted = item(session, now, "same").id
    item(session, now, "same", bank="research")
    section = {"title": {"zh": "一", "en": "One"}, "fixed": [{"item": "writing/same", "points": "7"}]}
    publish_plan(session, "writing", plan(section), None, now)
    assert pool_of(session) == [("section[1].fixed[1]", 1, "7", [wanted])]


def test_a_plan_of_cases_alone_finds_its_stimuli_and_their_questions(session, now):
    text = item(session, now, "flood", "description", {"stem": "暴雨。"}).id
    asked = [item(session, now, f"flood-{n}", case="flood").id for n in (1, 2)]
    section = {
        "title": {"zh": "一", "en": "One"},
        "case": [{"competency": "writing", "count": 1, "questions": 2}],
    }
    publish_plan(session, "writing", plan(section), None, now)
    assert pool_of(session) == [("section[1].case[1]", 1, "2", [text])]
    (stored,) = session.scalars(select(ExamVersion.pool)).one()
    assert stored["cases"] == [[text, *asked]]


def test_the_same_again_makes_no_version_and_no_audit_row(session, now):
    for n in range(3):
        item(session, now, f"w-{n}")
    assert publish_plan(session, "writing", plan(), None, now) is True
    session.commit()
    assert publish_plan(session, "writing", plan(), None, now) is False
    session.commit()
    assert session.scalar(select(func.count()).select_from(ExamVersion)) == 1
    assert session.scalars(select(AuditEvent.action)).all() == ["exams.publish"]


def test_a_new_item_or_a_new_plan_makes_the_next_version(session, now):
    for n in range(3):
        item(session, now, f"w-{n}")
    publish_plan(session, "writing", plan(), None, now)
    item(session, now, "w-3")
    assert publish_plan(session, "writing", plan(), None, now) is True
    assert publish_plan(session, "writing", plan(minutes=50), None, now) is True
    assert session.scalars(select(ExamVersion.number).order_by(ExamVersion.id)).all() == [1, 2, 3]
    assert session.scalars(select(Exam.number)).all() == [3]


def refused(session, now, made) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        publish_plan(session, "writing", made, None, now)
    assert caught.value.code == "exam.infeasible"
    assert session.scalar(select(func.count()).select_from(Exam)) == 0
    return [(problem.where.in_("zh"), problem.what.en) for problem in caught.value.problems]


def test_a_plan_the_bank_cannot_fill_is_refused_with_what_is_lacking(session, now):
    item(session, now, "w-1")
    item(session, now, "w-2")
    section = {
        "title": {"zh": "一", "en": "One"},
        "draw": [{"competency": "writing", "count": 2}, {"competency": "writing", "count": 1, "levels": [1]}],
        "fixed": ["writing/missing"],
    }
    assert refused(session, now, plan(section)) == [
        ("writing section[1].fixed[1]", "asks for 1, 0 match, 1 more needed"),
        ("writing section[1].draw[2]", "asks for 1, 2 match, 1 more needed (others draw from the same ones)"),
    ]


def test_papers_of_different_totals_are_refused(session, now):
    item(session, now, "w-1", points="1")
    item(session, now, "w-2", points="2.5")
    words = "the questions that match have different points (1, 2.5), so papers would have different totals"
    assert refused(session, now, plan(drawing(1))) == [("writing section[1].draw[1].points", words)]


def test_an_essay_keeps_the_points_of_its_rubric(session, now):
    item(session, now, "w-1", "essay", points="5")
    words = "the rubric of writing/w-1 has 5 points"
    assert refused(session, now, plan(drawing(1, points="6"))) == [
        ("writing section[1].draw[1].points", words)
    ]
    assert publish_plan(session, "writing", plan(drawing(1, points="5.00")), None, now) is True
    assert Decimal(pool_of(session)[0][2]) == 5


def test_a_stimulus_is_never_drawn_at_random_and_has_no_points(session, now):
    text = item(session, now, "text", "description", {"stem": "阅读材料。"}).id
    asked = item(session, now, "asked").id
    section = {"title": {"zh": "一", "en": "One"}, "fixed": ["writing/text"]} | {"draw": drawing(1)["draw"]}
    publish_plan(session, "writing", plan(section), None, now)
    assert pool_of(session) == [
        ("section[1].fixed[1]", 1, "0", [text]),
        ("section[1].draw[1]", 1, "2", [asked]),
    ]


def test_a_plan_that_names_an_item_for_practice_only_is_refused(session, now):
    item(session, now, "judge", practice=True)
    section = {"title": {"zh": "一", "en": "One"}, "fixed": ["writing/judge"]}
    assert refused(session, now, plan(section)) == [
        ("writing section[1].fixed[1].item", "writing/judge is for practice only and cannot be in an exam")
    ]
