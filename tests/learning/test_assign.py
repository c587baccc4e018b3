"""Assigning a course: to a unit for as long as it stands, or to single people; other dates; withdrawal."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lms.app import wire
from lms.candidates.list_parser import read_lines
from lms.domain.access import Role
from lms.domain.place import TextLine
from lms.domain.problem import Refused
from lms.learning import assign, follow, messages, overview
from lms.learning.assign import Change
from lms.learning.models import Assignment
from lms.learning.reach import own_due_dates
from lms.learning.targets import Targets
from lms.people import accounts, roles
from lms.people.models import Person, Unit
from lms.platform.audit import AuditEvent
from lms.platform.files import Files
from lms.records.models import CompletionRecord
from tests import small, walk

pytestmark = pytest.mark.both_engines
TODAY = date(2026, 11, 23)
DUE, LATER = date(2026, 12, 1), date(2026, 12, 20)
WHY = "课程改版"


@pytest.fixture(autouse=True)
def content(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def give(db, actor, targets, due, now) -> Change:
    return do(db, assign.assign_course, actor, walk.COURSE, targets, due, now)


def singles(*actors) -> Targets:
    return Targets(people=read_lines("\n".join(actor.login for actor in actors)))


def refusal(db, verb, *asked) -> Refused:
    with pytest.raises(Refused) as caught:
        do(db, verb, *asked)
    return caught.value


def own(db, actor, today=TODAY) -> list[date | None]:
    """The date that counts for somebody; nothing if they are not assigned the course."""
    return list(do(db, own_due_dates, actor.id, today).values())


def listed(db, actor, today=TODAY, state="") -> list[tuple[int, int, int]]:
    """How many people each assignment reaches, how many have completed it, and how many are overdue."""
    rows, _ = do(db, overview.page, actor, overview.Filter(state=state), today)
    return [(row.people, row.completed, row.overdue) for row in rows]


def only_id(db) -> int:
    return do(db, lambda session: session.scalars(select(Assignment.id)).one())


def facts(db, action) -> list[dict[str, str]]:
    query = select(AuditEvent.detail).where(AuditEvent.action == action).order_by(AuditEvent.seq)
    return do(db, lambda session: list(session.scalars(query)))


def join(db, unit, now, login="E020", name="新来") -> Person:
    """Somebody new in the unit, who is a trainee."""

    def create(session):
        person = accounts.create(session, login, name, session.get_one(Unit, unit.id), None, now)
        roles.grant(session, person, Role.TRAINEE, session.get_one(Unit, unit.id), None, now)
        return person

    return do(db, create)


def test_a_day_that_has_passed_is_refused_and_today_in_beijing_is_not(db, cast, time):
    lin, yesterday = singles(cast.lin), TODAY - timedelta(1)
    late = time.pass_(hours=14, minutes=59)  # 23:59 in Beijing
    refused = refusal(db, assign.assign_course, cast.he, walk.COURSE, lin, yesterday, late)
    assert (refused.status, refused.what, refused.how) == (400, *messages.DUE_PASSED)
    assert give(db, cast.he, lin, TODAY, late).added == 1
    midnight = time.pass_(minutes=1)
    assert refusal(db, assign.set_due, cast.he, only_id(db), TODAY, midnight).what == messages.DUE_PASSED[0]
    assert own(db, cast.lin) == [TODAY]


def test_assigning_again_with_another_date_changes_the_date(db, cast, now):
    unit = Targets(cast.education.id)
    assert give(db, cast.he, unit, DUE, now) == Change(DUE, False, False, 2, 0, 0, 0, 0)
    assert give(db, cast.he, unit, LATER, now) == Change(LATER, True, True, 0, 2, 0, 0, 0)
    assert give(db, cast.he, unit, LATER, now) == Change(LATER, True, False, 0, 0, 0, 2, 0)
    assert (own(db, cast.lin), listed(db, cast.he)) == ([LATER], [(2, 0, 0)])
    assert [(fact["due"], fact["people"], fact["moved"]) for fact in facts(db, "learning.assign")] == [
        ("2026-12-01", "2", "0"),
        ("2026-12-20", "0", "2"),
        ("2026-12-20", "0", "0"),
    ]


def test_the_date_of_one_assignment_is_changed_with_its_reasons_in_the_trail(db, cast, now):
    give(db, cast.he, Targets(cast.education.id), DUE, now)
    assert do(db, assign.set_due, cast.he, only_id(db), None, now) == Change(None, True, True, 0, 2, 0, 0, 0)
    assert own(db, cast.lin) == [None]
    assert facts(db, "learning.set_due") == [
        {"course": "documents", "before": "2026-12-01", "due": "", "moved": "2"}
    ]


def test_a_unit_includes_those_who_join_it_and_no_longer_those_who_leave(db, cast, now):
    give(db, cast.he, Targets(cast.education.id), DUE, now)
    xin = join(db, cast.education, now)
    assert (own(db, xin), listed(db, cast.he)) == ([DUE], [(3, 0, 0)])

    def leave(session):
        session.get_one(Person, xin.id).unit_id = cast.finance.id

    do(db, leave)
    assert (own(db, xin), listed(db, cast.he)) == ([], [(2, 0, 0)])


def test_a_unit_without_trainees_waits_for_the_first(db, cast, now):
    office = Targets(cast.office.id)
    assert give(db, cast.he, office, DUE, now) == Change(DUE, False, False, 0, 0, 0, 0, 0)
    assert give(db, cast.he, office, LATER, now) == Change(LATER, True, True, 0, 0, 0, 0, 0)
    assert own(db, join(db, cast.office, now)) == [LATER]


def test_who_is_disabled_or_is_no_trainee_is_not_counted(db, cast, now):
    give(db, cast.he, Targets(cast.city.id), DUE, now)
    assert listed(db, cast.he) == [(3, 0, 0)]
    do(
        db,
        lambda session: accounts.set_state(
            session, session.get_one(Person, cast.lin.id), "disabled", None, now
        ),
    )
    assert listed(db, cast.he) == [(2, 0, 0)]


def test_of_two_dates_the_earlier_counts_until_it_has_passed(db, cast, now):
    give(db, cast.he, Targets(cast.education.id), DUE, now)
    assert give(db, cast.he, singles(cast.lin), LATER, now) == Change(LATER, False, False, 0, 0, 1, 0, 0)
    assert own(db, cast.lin) == [DUE]
    after = DUE + timedelta(1)
    assert (own(db, cast.lin, after), own(db, cast.wang, after)) == ([LATER], [DUE])
    assert listed(db, cast.he, after) == [(2, 0, 1), (1, 0, 0)]


def test_completed_open_and_overdue_are_counted_and_named(db, cast, now):
    give(db, cast.he, Targets(cast.city.id), DUE, now)
    do(db, walk.learn, cast.lin, now)
    do(db, walk.sit_exam, cast.lin, now)
    do(db, walk.learn, cast.wang, now)
    after = DUE + timedelta(1)
    assert listed(db, cast.he, after) == [(3, 1, 2)]

    def logins(state):
        return [row.login for row in do(db, follow.people, cast.he, only_id(db), state, "", after)[0]]

    states = (follow.COMPLETED, follow.LEARNING, follow.NOT_BEGUN, follow.OVERDUE)
    assert [logins(state) for state in states] == [["E001"], ["E002"], ["E012"], ["E002", "E012"]]


def test_a_withdrawn_assignment_is_gone_and_what_was_done_stays(db, cast, now):
    give(db, cast.he, Targets(cast.education.id), DUE, now)
    do(db, walk.learn, cast.lin, now)
    do(db, walk.sit_exam, cast.lin, now)
    assert do(db, assign.withdraw, cast.he, only_id(db), WHY, now) == 1  # 王; 林 has completed it
    assert (own(db, cast.wang), own(db, cast.lin)) == ([], [])
    assert (listed(db, cast.he), listed(db, cast.he, state=overview.WITHDRAWN)) == ([], [(0, 0, 0)])
    records = select(func.count()).select_from(CompletionRecord)
    assert do(db, lambda session: session.scalar(records)) == 1
    assert facts(db, "learning.withdraw") == [{"course": "documents", "reason": WHY, "people": "1"}]
    assert own(db, join(db, cast.education, now)) == []


def test_a_withdrawal_needs_a_reason_and_happens_once(db, cast, now):
    give(db, cast.he, singles(cast.lin), DUE, now)
    assert refusal(db, assign.withdraw, cast.he, only_id(db), " ", now).code == "learning.say_why"
    assert refusal(db, assign.withdraw, cast.he, only_id(db), "长" * 201, now).status == 400
    assert own(db, cast.lin) == [DUE]
    do(db, assign.withdraw, cast.he, only_id(db), WHY, now)
    for verb, value in ((assign.withdraw, WHY), (assign.set_due, LATER)):
        assert refusal(db, verb, cast.he, only_id(db), value, now).code == "learning.withdrawn"
    assert give(db, cast.he, singles(cast.lin), LATER, now).added == 1
    assert own(db, cast.lin) == [LATER]


def test_every_wrong_line_of_a_list_is_named_and_nobody_is_assigned(db, cast, now):
    lines = Targets(people=read_lines("E001\nE404\nE003\nE001"))
    refused = refusal(db, assign.assign_course, cast.he, walk.COURSE, lines, DUE, now)
    assert [(problem.where, problem.what.zh) for problem in refused.problems] == [
        (TextLine(2), "没有工号 E404，或不在您管理的单位内"),
        (TextLine(3), "陈立没有学员角色，打不开课程"),
    ]
    assert (listed(db, cast.he), facts(db, "learning.assign")) == ([], [])
    assert (
        refusal(db, assign.assign_course, cast.he, walk.COURSE, Targets(), DUE, now).code
        == "learning.no_target"
    )


def test_hr_of_a_bureau_assigns_to_its_own_people_alone(db, cast, now):
    unit, single = Targets(cast.finance.id), singles(cast.luo)
    assert refusal(db, assign.assign_course, cast.wu, walk.COURSE, unit, DUE, now).status == 404
    assert [
        problem.what.zh
        for problem in refusal(db, assign.assign_course, cast.wu, walk.COURSE, single, DUE, now).problems
    ] == ["没有工号 E012，或不在您管理的单位内"]
    assert refusal(db, assign.assign_course, cast.lin, walk.COURSE, singles(cast.lin), DUE, now).status == 400
    assert give(db, cast.wu, singles(cast.lin), DUE, now).added == 1


def test_hr_of_a_bureau_sees_its_people_of_an_assignment_from_above_and_changes_nothing(db, cast, now):
    give(db, cast.he, Targets(cast.city.id), DUE, now)
    assert (listed(db, cast.he), listed(db, cast.wu)) == ([(3, 0, 0)], [(2, 0, 0)])
    people, _ = do(db, follow.people, cast.wu, only_id(db), "", "", TODAY)
    assert [row.login for row in people] == ["E001", "E002"]
    row = do(db, overview.one, cast.wu, only_id(db), TODAY)
    assert (row.people, row.changeable) == (2, False)
    for verb, value in ((assign.set_due, LATER), (assign.withdraw, WHY)):
        assert refusal(db, verb, cast.wu, only_id(db), value, now).status == 404
    assert own(db, cast.lin) == [DUE]


def test_hr_of_a_bureau_does_not_find_what_is_assigned_elsewhere(db, cast, now):
    give(db, cast.he, Targets(cast.finance.id), DUE, now)
    assert listed(db, cast.wu) == []
    assert refusal(db, overview.one, cast.wu, only_id(db), TODAY).status == 404
    assert do(db, follow.people, cast.wu, only_id(db), "", "", TODAY) == ([], "")
    for verb, value in ((assign.set_due, LATER), (assign.withdraw, WHY)):
        assert refusal(db, verb, cast.wu, only_id(db), value, now).status == 404
