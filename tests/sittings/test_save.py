"""Saving answers: nothing acknowledged is lost, nothing old comes back, nothing late counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.domain.problem import Refused
from lms.sittings.answers.save import SavedAnswer, save_answers, save_with_next_seq
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import Answer, current_answers
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, WRONG, counting, drawing, exam, exam_of_kinds, plan

pytestmark = pytest.mark.both_engines
SECOND = timedelta(seconds=1)


@pytest.fixture
def sitting(db, cast, now):
    """林's open sitting of three single choices."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, exam_id, now).sitting


def put(db, actor, sitting, now, *packets):
    with db.transaction() as session:
        return save_answers(session, actor, sitting.id, [AnswerUpdate(*packet) for packet in packets], now)


def answers(db, sitting) -> dict[int, Answer]:
    with db.read() as session:
        return current_answers(session, sitting.id).answers


def stored(db, sitting) -> list[tuple]:
    columns = (SittingEvent.position, SittingEvent.seq, SittingEvent.type, SittingEvent.response)
    with db.read() as session:
        query = select(*columns).where(SittingEvent.sitting_id == sitting.id, SittingEvent.seq.is_not(None))
        return [
            tuple(row) for row in session.execute(query.order_by(SittingEvent.position, SittingEvent.seq))
        ]


def refusal(db, actor, sitting, now, *packets) -> Refused:
    with pytest.raises(Refused) as caught:
        put(db, actor, sitting, now, *packets)
    return caught.value


def test_what_is_saved_is_acknowledged_and_current(db, cast, now, sitting):
    found = put(db, cast.lin, sitting, now, (1, 1, RIGHT), (3, 2, WRONG))
    assert (found.saved, found.late, found.conflict) == ([SavedAnswer(1, 1), SavedAnswer(3, 2)], [], [])
    assert answers(db, sitting) == {1: Answer(1, RIGHT), 3: Answer(2, WRONG)}


def test_a_newer_answer_replaces_an_older_one_and_both_are_kept(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, WRONG))
    put(db, cast.lin, sitting, now, (1, 2, RIGHT))
    assert answers(db, sitting) == {1: Answer(2, RIGHT)}
    assert stored(db, sitting) == [(1, 1, "answer", WRONG), (1, 2, "answer", RIGHT)]


def test_an_older_answer_that_comes_late_is_kept_and_not_current(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 5, RIGHT))
    assert put(db, cast.lin, sitting, now, (1, 4, WRONG)).saved == [SavedAnswer(1, 4)]
    assert answers(db, sitting) == {1: Answer(5, RIGHT)}
    assert stored(db, sitting) == [(1, 4, "answer", WRONG), (1, 5, "answer", RIGHT)]


def test_saving_is_idempotent_and_acknowledged_each_time(db, cast, now, sitting):
    for _ in range(3):
        assert put(db, cast.lin, sitting, now, (1, 1, RIGHT)).saved == [SavedAnswer(1, 1)]
    assert stored(db, sitting) == [(1, 1, "answer", RIGHT)]


def test_another_answer_under_a_used_number_is_a_conflict_with_the_greatest_number(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, RIGHT))
    put(db, cast.lin, sitting, now, (1, 8, RIGHT))
    found = put(db, cast.lin, sitting, now, (1, 1, WRONG), (2, 2, WRONG))
    assert (found.saved, found.conflict) == ([SavedAnswer(2, 2)], [SavedAnswer(1, 8)])
    assert answers(db, sitting) == {1: Answer(8, RIGHT), 2: Answer(2, WRONG)}
    assert put(db, cast.lin, sitting, now, (1, 9, WRONG)).saved == [SavedAnswer(1, 9)]
    assert answers(db, sitting)[1] == Answer(9, WRONG)


def test_an_empty_answer_clears_an_answer(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, RIGHT))
    put(db, cast.lin, sitting, now, (1, 2, {}))
    assert answers(db, sitting) == {1: Answer(2, {})}


def test_responses_are_kept_in_their_canonical_form(db, cast, now):
    exam_id = exam_of_kinds(db, now, "multiple_choice")
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    put(db, cast.lin, sitting, now, (1, 1, {"choices": ["b", "a"]}))
    assert put(db, cast.lin, sitting, now, (1, 1, {"choices": ["a", "b"]})).saved == [SavedAnswer(1, 1)]
    assert answers(db, sitting) == {1: Answer(1, {"choices": ["a", "b"]})}


def test_one_unreadable_answer_stores_none(db, cast, now, sitting):
    refused = refusal(db, cast.lin, sitting, now, (1, 1, RIGHT), (2, 2, {"choice": "z"}), (9, 3, RIGHT))
    assert (refused.status, refused.code) == (400, "answers.invalid")
    assert [problem.where.in_("zh") for problem in refused.problems] == [
        "answers[2].response.choice",
        "answers[3].position",
    ]
    assert stored(db, sitting) == []


def test_somebody_elses_sitting_does_not_exist(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, RIGHT))
    assert refusal(db, cast.wang, sitting, now, (1, 2, WRONG)).code == "not_found"
    assert answers(db, sitting) == {1: Answer(1, RIGHT)}


def test_after_submission_nothing_is_saved(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, RIGHT))
    with db.transaction() as session:
        submit_sitting(session, cast.lin, sitting.id, {}, now)
    refused = refusal(db, cast.lin, sitting, now, (1, 2, WRONG))
    assert (refused.status, refused.code) == (409, "sitting.submitted")
    assert stored(db, sitting) == [(1, 1, "answer", RIGHT)]


@pytest.mark.parametrize(
    ("after", "counts"), [(-1 * SECOND, True), (0 * SECOND, True), (5 * SECOND, True), (6 * SECOND, False)]
)
def test_the_deadline_with_its_grace_is_exact(db, cast, now, sitting, after, counts):
    found = put(db, cast.lin, sitting, sitting.deadline + after, (1, 1, RIGHT))
    assert (found.saved, found.late) == (([SavedAnswer(1, 1)], []) if counts else ([], [SavedAnswer(1, 1)]))
    assert answers(db, sitting) == ({1: Answer(1, RIGHT)} if counts else {})
    assert stored(db, sitting) == [(1, 1, "answer" if counts else "late", RIGHT)]


def test_late_answers_are_kept_after_the_sitting_has_expired_and_never_current(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 1, RIGHT))
    later = sitting.deadline + timedelta(minutes=5)
    assert expire_overdue(db, later) == 1
    found = put(db, cast.lin, sitting, later, (1, 1, RIGHT), (2, 2, WRONG))
    assert (found.saved, found.late) == ([SavedAnswer(1, 1)], [SavedAnswer(2, 2)])
    assert answers(db, sitting) == {1: Answer(1, RIGHT)}
    assert put(db, cast.lin, sitting, later, (2, 2, WRONG)).late == [SavedAnswer(2, 2)]


def test_a_week_after_the_deadline_late_answers_are_refused(db, cast, now, sitting):
    put(db, cast.lin, sitting, sitting.deadline + timedelta(days=7), (1, 1, RIGHT))
    refused = refusal(db, cast.lin, sitting, sitting.deadline + timedelta(days=7, seconds=1), (1, 2, RIGHT))
    assert (refused.status, refused.code) == (409, "sitting.expired")


def test_a_form_takes_the_number_after_the_greatest(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (2, 7, RIGHT))
    with db.transaction() as session:
        assert save_with_next_seq(session, cast.lin, sitting.id, 1, WRONG, now).saved == [SavedAnswer(1, 8)]
    assert answers(db, sitting) == {1: Answer(8, WRONG), 2: Answer(7, RIGHT)}


def test_saves_at_once_are_all_kept(db, cast, now, sitting):
    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda seq: put(db, cast.lin, sitting, now, (1 + seq % 3, seq, RIGHT)), range(1, 25))
        )
    assert [one.saved for one in found] == [[SavedAnswer(1 + seq % 3, seq)] for seq in range(1, 25)]
    assert {position: answer.seq for position, answer in answers(db, sitting).items()} == {
        1: 24,
        2: 22,
        3: 23,
    }


def test_the_same_number_sent_twice_at_once_is_one_answer_and_one_conflict(db, cast, now, sitting):
    for seq in range(1, 6):
        with ThreadPoolExecutor(2) as pool:
            tried = pool.map(
                lambda choice, n=seq: put(db, cast.lin, sitting, now, (1, n, {"choice": choice})), "ab"
            )
            outcomes = sorted((len(one.saved), len(one.conflict)) for one in tried)
        assert outcomes == [(0, 1), (1, 0)]


def test_a_save_never_commits_after_a_submission(db, cast, now):
    exam_id = exam(db, now, plan(attempts=20))
    for _ in range(10):
        with db.transaction() as session:
            sitting = begin_sitting(session, cast.lin, exam_id, now).sitting

        def submit(_, sitting=sitting):
            with db.transaction() as session:
                return submit_sitting(session, cast.lin, sitting.id, {}, now).sitting.receipt

        def write(_, sitting=sitting):
            try:
                return put(db, cast.lin, sitting, now, (1, 1, RIGHT)).saved
            except Refused as refused:
                return refused.code

        with ThreadPoolExecutor(2) as pool:
            sealing, saving = pool.submit(submit, 0), pool.submit(write, 0)
        with db.read() as session:
            sealed = select(SittingEvent.id).where(
                SittingEvent.sitting_id == sitting.id, SittingEvent.type == "submitted"
            )
            last = select(func.max(SittingEvent.id)).where(SittingEvent.sitting_id == sitting.id)
            assert session.scalar(sealed) == session.scalar(last)
        assert sealing.result()
        assert saving.result() in ([SavedAnswer(1, 1)], "sitting.submitted")


def test_a_save_takes_three_statements_and_one_more_with_a_cold_cache(db, cast, now):
    for length in (3, 60):
        exam_id = exam(db, now, plan(drawing(length)), slug=f"of-{length}", items=length)
        with db.transaction() as session:
            sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        counts = []
        for seq in (1, 2):
            with counting(db) as said:
                put(db, cast.lin, sitting, now, *((n, seq, RIGHT) for n in range(1, length + 1)))
            counts.append(len(said))
        assert counts == [3, 2]  # recognising the person adds one


packets = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from("abc")), unique_by=lambda p: (p[0], p[1]), max_size=12
)  # fmt: skip


@pytest.fixture
def opened(db, cast, now):
    """A way to open another sitting of the same exam."""
    exam_id = exam(db, now, plan(attempts=100))

    def open_one():
        with db.transaction() as session:
            return begin_sitting(session, cast.lin, exam_id, now).sitting

    return open_one


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=packets, data=st.data())
def test_any_order_of_any_deliveries_gives_the_same_answers(db, cast, now, opened, sent, data):
    repeated = sent + data.draw(st.lists(st.sampled_from(sent), max_size=6)) if sent else []
    sitting = opened()
    for position, seq, choice in data.draw(st.permutations(repeated)):
        put(db, cast.lin, sitting, now, (position, seq, {"choice": choice}))
    wanted = {}
    for position, seq, choice in sorted(sent, key=lambda packet: packet[1]):
        wanted[position] = Answer(seq, {"choice": choice})
    assert answers(db, sitting) == wanted
    with db.transaction() as session:
        submit_sitting(session, cast.lin, sitting.id, {}, now)
