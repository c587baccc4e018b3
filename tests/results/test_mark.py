"""Marking by people: within their units, without names, by the rubric; then the result is final."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.domain.access import Role
from lms.domain.problem import Refused, Text
from lms.people import accounts, roles
from lms.people.credentials import sign_in
from lms.people.models import Unit
from lms.platform.audit import AuditEvent
from lms.results.mark import answers_to_mark, mark_answer, script
from lms.results.models import Mark, ScoreRun
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import exam_of_kinds

pytestmark = pytest.mark.both_engines


@pytest.fixture
def exam_id(db, now):
    return exam_of_kinds(db, now, "essay", "true_false", attempts=9)


def write(db, actor, exam_id, now, text="论述如下"):
    with db.transaction() as session:
        sitting = begin_sitting(session, actor, exam_id, now).sitting
        save_answers(
            session,
            actor,
            sitting.id,
            [AnswerUpdate(1, 1, {"text": text}), AnswerUpdate(2, 2, {"value": True})],
            now,
        )
    with db.transaction() as session:
        submit_sitting(session, actor, sitting.id, {}, now)
    return sitting


@pytest.fixture
def sitting(db, cast, now, exam_id):
    """林's sitting: an essay (3 + 2 points) that waits, and a right answer (2 points)."""
    return write(db, cast.lin, exam_id, now)


@pytest.fixture
def mo(db, cast, now):
    """莫 marks for the education bureau only, and is a trainee there."""
    with db.transaction() as session:
        unit = session.get_one(Unit, cast.education.id)
        person = accounts.create(session, "E050", "莫言", unit, None, now)
        for role in (Role.MARKER, Role.TRAINEE):
            roles.grant(session, person, role, unit, None, now)
        session.flush()
        return sign_in.actor_by_id(session, person.id)


def ids(db, actor) -> list[int]:
    with db.read() as session:
        return [answer.id for answer in answers_to_mark(session, actor)]


def give(db, actor, mark_id, now, *points: str, comment=""):
    with db.transaction() as session:
        return mark_answer(session, actor, mark_id, [Decimal(value) for value in points], comment, now)


def refusal(db, actor, mark_id, now, *points: str) -> Refused:
    with pytest.raises(Refused) as caught:
        give(db, actor, mark_id, now, *points)
    return caught.value


def run_of(db, sitting) -> ScoreRun:
    with db.read() as session:
        return session.scalars(select(ScoreRun).where(ScoreRun.sitting_id == sitting.id)).one()


def test_a_marker_sees_what_waits_in_their_units_and_others_see_nothing(db, cast, now, exam_id, sitting, mo):
    write(db, cast.luo, exam_id, now)
    assert len(ids(db, cast.zhou)) == 2
    assert len(ids(db, mo)) == 1
    assert [ids(db, actor) for actor in (cast.chen, cast.he, cast.lin)] == [[], [], []]


def test_nobody_marks_their_own_answer(db, cast, now, exam_id, sitting, mo):
    write(db, mo, exam_id, now)
    assert len(ids(db, cast.zhou)) == 2
    own = [mark_id for mark_id in ids(db, cast.zhou) if mark_id not in ids(db, mo)]
    assert (len(own), refusal(db, mo, own[0], now, "3", "2").code) == (1, "not_found")


def test_a_script_names_no_one_and_shows_the_rubric(db, cast, now, sitting):
    with db.read() as session:
        shown = script(session, cast.zhou, ids(db, cast.zhou)[0], "zh")
    assert (shown.text, shown.answer.points) == ("论述如下", Decimal(5))
    assert [(row["criterion"], row["points"]) for row in shown.rubric] == [("观点", "3"), ("文字", "2")]
    assert "林" not in repr(shown)


def test_the_last_mark_makes_the_result_final(db, cast, now, sitting):
    [mark_id] = ids(db, cast.zhou)
    assert give(db, cast.zhou, mark_id, now, "2.5", "0.25", comment=" 立意好 ") is True
    run = run_of(db, sitting)
    assert (run.state, run.total, run.most, run.passed) == ("final", Decimal("4.75"), Decimal(7), True)
    assert run.released_at == now
    with db.read() as session:
        saved = session.get_one(Mark, mark_id)
        assert (saved.mark, saved.fraction, saved.marker_id, saved.comment) == (
            Decimal("2.75"), "11/20", cast.zhou.id, "立意好",
        )  # fmt: skip
        assert saved.parts == [{"what": "1", "fraction": "1/2"}, {"what": "2", "fraction": "1/20"}]
        events = select(AuditEvent.actor_id, AuditEvent.detail).where(AuditEvent.action == "results.mark")
        facts = {"sitting": sitting.id, "position": 1, "mark": "2.75", "before": None}
        assert session.execute(events).all() == [(cast.zhou.id, facts)]
    assert ids(db, cast.zhou) == []


def test_a_final_result_is_not_marked_again(db, cast, now, sitting):
    [mark_id] = ids(db, cast.zhou)
    give(db, cast.zhou, mark_id, now, "3", "2")
    refused = refusal(db, cast.zhou, mark_id, now, "0", "0")
    assert refused.code == "mark.final"
    assert refused.how == Text(
        "分数不能再改；确有错误的，请告知组织考试的部门，由人事或监考人员在“考生名单”里给考生补考",
        "it cannot be changed; if it is wrong, tell the office that runs the exam: HR or an invigilator can grant"
        " the candidate a makeup on the page Candidates",
    )
    assert run_of(db, sitting).total == Decimal(7)


@pytest.mark.parametrize(
    ("points", "where"),
    [
        (("3.01", "0"), ["criteria[1]"]),
        (("-0.01", "0"), ["criteria[1]"]),
        (("1.005", "2.001"), ["criteria[1]", "criteria[2]"]),
        (("NaN", "Infinity"), ["criteria[1]", "criteria[2]"]),
        (("3",), ["criteria"]),
        (("1", "1", "1"), ["criteria"]),
    ],
)
def test_marks_beyond_the_rubric_are_refused(db, cast, now, sitting, points, where):
    refused = refusal(db, cast.zhou, ids(db, cast.zhou)[0], now, *points)
    assert (refused.status, [problem.where.in_("zh") for problem in refused.problems]) == (400, where)
    assert run_of(db, sitting).state == "marking"


def test_two_markers_at_once_make_one_final_result(db, cast, now, sitting):
    [mark_id] = ids(db, cast.zhou)

    def try_to(points):
        try:
            return give(db, cast.zhou, mark_id, now, points, "0")
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(try_to, ("1", "2")))) == ["True", "mark.final"]


def test_a_marker_without_the_permission_any_more_marks_nothing(db, cast, now, sitting):
    [mark_id] = ids(db, cast.zhou)
    zhou = replace(cast.zhou, grants=())
    assert refusal(db, zhou, mark_id, now, "1", "1").code == "not_found"


def test_a_comment_that_is_too_long_is_refused_and_never_cut(db, cast, now, sitting):
    with pytest.raises(Refused) as refused:
        give(db, cast.zhou, ids(db, cast.zhou)[0], now, "3", "2", comment="好" * 2001)
    assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in refused.value.problems] == [
        ("comment", "评语最多 2000 个字符，现有 2001 个", "请删去 1 个字符")
    ]
    assert ids(db, cast.zhou) != []
