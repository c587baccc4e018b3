"""Who may sit an exam: everybody, the trainees of some units, or those on the list alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.candidates.list_parser import CandidateRow
from lms.domain.place import Named
from lms.domain.problem import Refused, Text
from lms.exams import audience, compose
from lms.exams.publish import publish_draft
from lms.exams.published import EVERYBODY, LISTED, UNITS, get_exam
from lms.invigilation.enrolment.candidate_list import add_candidates, remove_candidates
from lms.people import unit_tree
from lms.people.models import Person
from lms.platform.audit import AuditEvent
from lms.sittings.start.available import available_exam, available_exams
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import exam

BOTH = pytest.mark.both_engines


@pytest.fixture
def exam_id(db, cast, now) -> int:
    return exam(db, now)


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def let_in(db, cast, exam_id, now, kind, *units):
    return do(db, audience.set_audience, cast.chen, exam_id, kind, [unit.id for unit in units], now)


def put_on_list(db, cast, exam_id, now, *people):
    rows = [CandidateRow(Named(each.login), each.login) for each in people]
    return do(db, add_candidates, cast.he, exam_id, rows, now)


def may_begin(db, cast, exam_id, now) -> dict[str, bool]:
    """Whether each trainee may begin; the list of exams and the page of one have to agree."""
    found = {}
    with db.read() as session:
        for name in ("lin", "wang", "luo"):
            actor = getattr(cast, name)
            seen = exam_id in {each.exam.id for each in available_exams(session, actor, now)}
            assert seen == (available_exam(session, actor, exam_id, now).refused is None)
            found[name] = seen
    return found


def refusal(db, verb, *asked) -> Refused:
    with pytest.raises(Refused) as caught:
        do(db, verb, *asked)
    return caught.value


@BOTH
def test_an_exam_is_open_to_everybody_until_it_has_a_list(db, cast, exam_id, now):
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": True}
    assert put_on_list(db, cast, exam_id, now, cast.lin).bound
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": False, "luo": False}
    assert not put_on_list(db, cast, exam_id, now, cast.wang).bound
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": False}


@BOTH
def test_somebody_who_is_not_meant_is_refused_and_told_what_to_do(db, cast, exam_id, now):
    put_on_list(db, cast, exam_id, now, cast.lin)
    refused = refusal(db, begin_sitting, cast.luo, exam_id, now)
    assert (refused.code, refused.status) == ("exam.not_listed", 403)
    assert refused.what == Text("您不在这场考试的参加范围内", "This exam is not meant for you")
    assert do(db, begin_sitting, cast.lin, exam_id, now).new


@BOTH
def test_units_let_in_their_people_those_below_and_those_on_the_list(db, cast, exam_id, now):
    let_in(db, cast, exam_id, now, UNITS, cast.education)
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": False}
    put_on_list(db, cast, exam_id, now, cast.luo)
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": True}
    with db.transaction() as session:
        below = unit_tree.add(session, "EDU-1", "基础教育科", session.merge(cast.education), None, now)
        session.get_one(Person, cast.wang.id).unit_id = below.id
        session.get_one(Person, cast.lin.id).unit_id = cast.office.id
    assert may_begin(db, cast, exam_id, now) == {"lin": False, "wang": True, "luo": True}


@BOTH
def test_a_list_for_seats_alone_is_a_choice_that_stays(db, cast, exam_id, now):
    put_on_list(db, cast, exam_id, now, cast.lin)
    let_in(db, cast, exam_id, now, EVERYBODY)
    put_on_list(db, cast, exam_id, now, cast.wang)
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": True}


def test_the_list_of_one_bureau_shuts_out_nobody(db, cast, exam_id, now):
    changed = do(db, add_candidates, cast.wu, exam_id, [CandidateRow(Named("E001"), "E001")], now)
    assert (changed.added, changed.bound) == (1, False)
    assert may_begin(db, cast, exam_id, now) == {"lin": True, "wang": True, "luo": True}


@BOTH
def test_an_exam_for_its_list_is_for_nobody_once_the_list_is_empty(db, cast, exam_id, now):
    put_on_list(db, cast, exam_id, now, cast.lin)
    do(db, remove_candidates, cast.he, exam_id, [cast.lin.id], now)
    assert may_begin(db, cast, exam_id, now) == {"lin": False, "wang": False, "luo": False}


@BOTH
def test_who_has_begun_goes_on(db, cast, exam_id, now):
    sitting = do(db, begin_sitting, cast.lin, exam_id, now).sitting
    let_in(db, cast, exam_id, now, LISTED)
    later = now + timedelta(minutes=1)
    again = do(db, begin_sitting, cast.lin, exam_id, later)
    assert (again.new, again.sitting.id) == (False, sitting.id)
    with db.read() as session:
        assert [each.exam.id for each in available_exams(session, cast.lin, later)] == [exam_id]


@BOTH
def test_each_choice_says_how_many_people_it_lets_in(db, cast, exam_id, now):
    put_on_list(db, cast, exam_id, now, cast.lin, cast.wang)
    with db.read() as session:
        sizes = audience.sizes(session, cast.chen, exam_id)
        exam = get_exam(session, exam_id)
        size = audience.size_of(session, exam_id, exam.audience, exam.unit_paths)
    assert (sizes.everybody, sizes.listed, size) == (3, 2, 2)
    assert [(str(unit.name.zh), unit.depth, unit.trainees) for unit in sizes.units] == [
        ("云川市人民政府", 0, 3),
        ("市政府办公室", 1, 0),
        ("市教育局", 1, 2),
        ("市财政局", 1, 1),
    ]
    let_in(db, cast, exam_id, now, UNITS, cast.education, cast.finance)
    with db.read() as session:
        exam = get_exam(session, exam_id)
        assert audience.size_of(session, exam_id, exam.audience, exam.unit_paths) == 3
        assert audience.unit_ids(session, exam_id) == {cast.education.id, cast.finance.id}


def test_units_have_to_be_chosen_and_to_be_the_actors_own(db, cast, exam_id, now):
    refused = refusal(db, audience.set_audience, cast.chen, exam_id, UNITS, [], now)
    assert refused.what == Text("没有选单位", "No unit is chosen")
    assert refusal(db, audience.set_audience, cast.chen, exam_id, UNITS, [999], now).status == 404
    assert refusal(db, audience.set_audience, cast.chen, exam_id, "friends", [], now).status == 400
    with db.read() as session:
        assert get_exam(session, exam_id).audience == EVERYBODY


@BOTH
def test_every_change_is_audited(db, cast, exam_id, now):
    put_on_list(db, cast, exam_id, now, cast.lin)
    let_in(db, cast, exam_id, now, UNITS, cast.finance)
    with db.read() as session:
        query = select(AuditEvent.actor_id, AuditEvent.detail).where(AuditEvent.action == "exams.audience")
        assert [(row.actor_id, row.detail) for row in session.execute(query.order_by(AuditEvent.seq))] == [
            (cast.he.id, {"audience": "listed", "units": ""}),
            (cast.chen.id, {"audience": "units", "units": str(cast.finance.id)}),
        ]


def test_a_first_publication_chooses_and_later_ones_leave_it(db, cast, exam_id, now):
    with db.transaction() as session:
        draft = compose.copy_exam(session, cast.chen, exam_id, now)
        where = {"audience": UNITS, "unit_ids": [cast.finance.id]}
        published = publish_draft(session, cast.chen, draft.id, draft.version, now, **where).id
    assert may_begin(db, cast, published, now) == {"lin": False, "wang": False, "luo": True}
    with db.transaction() as session:
        draft = compose.draft_of_exam(session, cast.chen, published, now)
        draft.plan = draft.plan | {"minutes": 61}
        publish_draft(session, cast.chen, draft.id, draft.version, now)
    assert may_begin(db, cast, published, now) == {"lin": False, "wang": False, "luo": True}


def test_a_program_hears_of_no_exam_that_its_person_may_not_sit(db, cast, exam_id, now, client_of):
    put_on_list(db, cast, exam_id, now, cast.lin)
    assert [exam["id"] for exam in client_of(cast.lin).get("/api/v1/exams").json] == [exam_id]
    luo = client_of(cast.luo)
    assert luo.get("/api/v1/exams").json == []
    refused = luo.post(f"/api/v1/exams/{exam_id}/sittings", json={})
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "exam.not_listed")
