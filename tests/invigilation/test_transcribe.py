"""Paper sheets entered by hand: by the letters of the paper, and nothing counts before a second person confirms it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.access import Role
from lms.domain.problem import Refused
from lms.invigilation import transcribe
from lms.invigilation.evidence.event_log import event_log_of
from lms.invigilation.intervene import pause
from lms.invigilation.models import Transcript
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.results.models import ScoreRun
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import SittingEvent
from lms.sittings.serve import show_questions
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import exam, exam_of_kinds
from tests.web.faults import tree

pytestmark = pytest.mark.both_engines
WHY = "第二考场停电"


@pytest.fixture
def other(db, cast, now):
    """A second invigilator."""
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.wai.id), Role.INVIGILATOR, cast.city, None, now)
    with db.read() as session:
        return sign_in.actor_by_id(session, cast.wai.id)


@pytest.fixture
def sitting(db, cast, now) -> int:
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, exam(db, now), now).sitting.id


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def refusal(db, verb, *asked) -> Refused:
    with pytest.raises(Refused) as caught:
        do(db, verb, *asked)
    return caught.value


def right_letters(db, cast, sitting) -> dict[int, dict[str, list[str]]]:
    """On each place of this candidate's paper, the letter of the option that is right."""
    with db.read() as session:
        shown = show_questions(session, own_sitting(session, cast.lin, sitting), "zh")
    places = {item.position: [option["id"] for option in item.body["options"]].index("a") for item in shown}
    return {position: {"letters": ["ABC"[place].lower()]} for position, place in places.items()}


def runs(db):
    with db.read() as session:
        return [
            str(total.normalize()) for total in session.scalars(select(ScoreRun.total).order_by(ScoreRun.id))
        ]


def answers(db, sitting):
    with db.read() as session:
        return {
            position: answer.response
            for position, answer in current_answers(session, sitting).answers.items()
        }


def test_entered_answers_count_when_a_second_person_confirms_them(db, cast, now, sitting, other):
    kept = do(db, transcribe.enter_transcript, cast.jian, sitting, right_letters(db, cast, sitting), WHY, now)
    assert answers(db, sitting) == {}
    assert (
        refusal(db, transcribe.confirm_transcript, cast.jian, kept.id, now).code == "transcript.same_person"
    )
    do(db, transcribe.confirm_transcript, other, kept.id, now)
    assert answers(db, sitting) == {n: {"choice": "a"} for n in (1, 2, 3)}
    do(db, submit_sitting, cast.lin, sitting, {}, now)
    assert runs(db) == ["6"]
    with db.read() as session:
        typed = session.scalars(select(SittingEvent.actor_id).where(SittingEvent.type == "answer")).all()
        facts = session.scalar(select(SittingEvent.response).where(SittingEvent.type == "transcribed"))
        steps = [(step.type, step.by) for step in event_log_of(session, cast.jian, sitting).events]
    assert typed == [cast.jian.id] * 3
    assert facts == {"reason": WHY, "by": "外来", "typed_by": "简宁", "positions": [1, 2, 3]}
    assert steps[1:5] == [*[("answer", "简宁")] * 3, ("transcribed", "外来")]


def test_an_expired_sitting_is_sealed_and_scored_again(db, cast, now, sitting, other):
    over = now + timedelta(hours=2)
    expire_overdue(db, over)
    with db.read() as session:
        before = own_sitting(session, cast.lin, sitting).receipt
    kept = do(
        db, transcribe.enter_transcript, cast.jian, sitting, right_letters(db, cast, sitting), WHY, over
    )
    assert runs(db) == ["0"]
    confirmed = do(db, transcribe.confirm_transcript, other, kept.id, over)
    assert runs(db) == ["0", "6"]
    assert (len(confirmed.receipt), confirmed.receipt == before, confirmed.state) == (64, False, "expired")


def test_answers_can_be_entered_for_a_paused_sitting_but_not_for_a_submitted_one(
    db, cast, now, sitting, other
):
    do(db, pause, cast.jian, [sitting], WHY, now)
    letters = right_letters(db, cast, sitting)
    kept = do(db, transcribe.enter_transcript, cast.jian, sitting, {1: letters[1]}, WHY, now)
    do(db, transcribe.confirm_transcript, other, kept.id, now)
    assert list(answers(db, sitting)) == [1]
    with db.transaction() as session:
        submitted = begin_sitting(session, cast.luo, exam(db, now, slug="other"), now).sitting.id
    do(db, submit_sitting, cast.luo, submitted, {}, now)
    refused = refusal(db, transcribe.enter_transcript, cast.jian, submitted, letters, WHY, now)
    assert (refused.code, refused.how.zh) == (
        "transcript.handed_in",
        "请把答题卡存档；要让考生重考的，在“考生名单”里登记补考",
    )


def test_unreadable_answers_are_named_and_nothing_is_stored(db, cast, now, sitting):
    wrong = {1: {"letters": ["d"]}, 2: {"letters": ["ab"]}, 3: {"letters": [" b "]}}
    refused = refusal(db, transcribe.enter_transcript, cast.jian, sitting, wrong, WHY, now)
    assert [problem.where.in_("zh") for problem in refused.problems] == ["第 1 题", "第 2 题"]
    assert (
        refusal(db, transcribe.enter_transcript, cast.jian, sitting, {}, WHY, now).code
        == "transcript.invalid"
    )
    assert refusal(db, transcribe.enter_transcript, cast.chen, sitting, wrong, WHY, now).code == "not_found"
    with db.read() as session:
        assert session.scalars(select(Transcript)).all() == []


def test_entering_again_replaces_a_pending_transcript(db, cast, now, sitting, other):
    letters = right_letters(db, cast, sitting)
    first = do(db, transcribe.enter_transcript, cast.jian, sitting, {1: letters[1]}, WHY, now)
    second = do(db, transcribe.enter_transcript, cast.jian, sitting, letters, WHY, now)
    assert refusal(db, transcribe.confirm_transcript, other, first.id, now).code == "not_found"
    assert do(db, transcribe.discard_transcript, other, second.id, now) == sitting
    with db.read() as session:
        assert transcribe.pending_transcripts(session, other) == []


def test_entered_answers_come_back_with_the_form(client_of, db, cast, now):
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_of_kinds(db, now), now).sitting.id
    typed = {"q1.letters": "Z", "q3.value": "true", "q5.number": "42", "own": WHY}
    answer = client_of(cast.jian).post(f"/invigilation/sittings/{sitting}/transcript", data=typed)
    page = tree(answer.text)
    shown = {
        control.get("name"): control.get("value")
        for control in page.iter("input")
        if control.get("name") in typed and (control.get("type") != "radio" or "checked" in control.attrib)
    }
    assert (answer.status_code, shown) == (400, typed)


def test_every_kind_can_be_entered_on_its_page(client_of, db, cast, now, other):
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_of_kinds(db, now), now).sitting.id
    jian = client_of(cast.jian)
    page = f"/invigilation/sittings/{sitting}/transcript"
    assert 'name="q1.letters"' in jian.get(page).text
    typed = {"q1.letters": "A", "q2.letters": "ab", "q3.value": "true", "q5.number": "42", "own": WHY}
    assert jian.post(page, data=typed).status_code == 303
    assert "须" in jian.get("/invigilation/transcripts").text
    assert "核对无误" not in jian.get(page).text
    second = client_of(other)
    assert "核对无误" in second.get(page).text
    with db.read() as session:
        [waiting] = transcribe.pending_transcripts(session, other)
    assert sorted(waiting.answers)[:3] == [1, 2, 3]
    assert second.post(f"/invigilation/transcripts/{waiting.id}/confirmation").status_code == 303
    assert len(answers(db, sitting)) == len(waiting.answers)
