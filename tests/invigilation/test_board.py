"""The invigilator's board: who has not come, who sits, who is cut off; live, filtered, and cheap."""

from datetime import timedelta

import pytest

from lms.candidates.list_parser import CandidateRow
from lms.domain.access import Role
from lms.domain.place import TextLine
from lms.invigilation import intervene, live_board
from lms.invigilation.enrolment.candidate_list import add_candidates
from lms.invigilation.live_board import load_board
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.presence import FocusChange, presence_of, record_presence
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, counting, exam
from tests.web.returned import returned

WHY = "停电"


@pytest.fixture
def exam_id(db, cast, now) -> int:
    """林, 王 and 罗 are expected; 林 and 罗 have begun. Another exam has its own list."""
    made, other = exam(db, now), exam(db, now, slug="other")
    with db.transaction() as session:
        entries = [
            CandidateRow(TextLine(1), "E002", "第一考场", "10"),
            CandidateRow(TextLine(2), "E001", "第一考场", "9"),
        ]
        add_candidates(
            session, cast.jian, made, [*entries, CandidateRow(TextLine(3), "E012", "第二考场")], now
        )
        add_candidates(session, cast.jian, other, [CandidateRow(TextLine(1), "E002", "别的考场")], now)
    with db.transaction() as session:
        for person in (cast.lin, cast.luo):
            begin_sitting(session, person, made, now)
        begin_sitting(session, cast.wang, other, now)
    return made


def lines_and_counts(db, actor, exam_id, now, *filters):
    with db.read() as session:
        board = load_board(session, actor, exam_id, now, *filters)
    return [(line.name, line.group, line.seat, line.state) for line in board.lines], board.counts


@pytest.mark.both_engines
def test_everybody_expected_has_a_line_by_group_and_seat(db, cast, now, exam_id):
    lines, counts = lines_and_counts(db, cast.jian, exam_id, now)
    assert lines == [
        ("林晓", "第一考场", "9", "open"),
        ("王敏", "第一考场", "10", "waiting"),
        ("罗强", "第二考场", "", "open"),
    ]
    assert counts == {"open": 2, "waiting": 1}


@pytest.mark.both_engines
def test_lines_show_the_state_of_each_candidate(db, cast, now, exam_id):
    with db.read() as session:
        lins, luos = (
            line.sitting_id for line in load_board(session, cast.jian, exam_id, now).lines if line.sitting_id
        )
    with db.transaction() as session:
        save_answers(session, cast.lin, lins, [AnswerUpdate(1, 1, RIGHT), AnswerUpdate(2, 2, RIGHT)], now)
        save_answers(session, cast.lin, lins, [AnswerUpdate(2, 3, {})], now)  # removed again
        heard = presence_of(session, cast.lin, lins)
        record_presence(
            session,
            heard,
            [FocusChange("focus-lost", "t1"), FocusChange("focus-lost", "t2")],
            "d" * 22,
            "10.0.0.7",
            now,
        )
        intervene.extend(session, cast.jian, [lins], 10, WHY, now)
        intervene.release_device(session, cast.jian, [lins], WHY, now)
        intervene.pause(session, cast.jian, [luos], WHY, now)
    later = now + timedelta(seconds=30)
    with db.read() as session:
        first, _, last = load_board(session, cast.jian, exam_id, later).lines
    assert (first.state, first.answered, first.questions, first.left, first.moved, first.minutes) == (
        "open", 1, 3, 2, 1, 10,
    )  # fmt: skip
    assert (first.deadline, first.seen_at) == (now + timedelta(minutes=50), now)
    assert (last.state, last.deadline) == ("paused", later + timedelta(minutes=40))


@pytest.mark.both_engines
def test_a_candidate_without_contact_is_shown_as_lost_until_they_are_back(db, cast, now, exam_id):
    silent = now + timedelta(seconds=46)
    assert lines_and_counts(db, cast.jian, exam_id, now + timedelta(seconds=45))[1] == {
        "open": 2,
        "waiting": 1,
    }
    assert lines_and_counts(db, cast.jian, exam_id, silent)[1] == {"lost": 2, "waiting": 1}
    with db.read() as session:
        lins = load_board(session, cast.jian, exam_id, silent).lines[0].sitting_id
    with db.transaction() as session:
        save_answers(session, cast.lin, lins, [AnswerUpdate(1, 1, RIGHT)], silent)
    assert lines_and_counts(db, cast.jian, exam_id, silent)[1] == {"lost": 1, "open": 1, "waiting": 1}


@pytest.mark.both_engines
def test_the_ways_to_end_are_distinguished(db, cast, now, exam_id):
    with db.read() as session:
        lins = load_board(session, cast.jian, exam_id, now).lines[0].sitting_id
    with db.transaction() as session:
        submit_sitting(session, cast.lin, lins, {}, now)
    over = now + timedelta(minutes=41)
    assert lines_and_counts(db, cast.jian, exam_id, over)[1] == {"waiting": 1, "submitted": 1, "expired": 1}
    expire_overdue(db, over)
    assert lines_and_counts(db, cast.jian, exam_id, over)[1] == {"waiting": 1, "submitted": 1, "expired": 1}
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.luo, exam_id, over).sitting
    with db.transaction() as session:
        intervene.collect(session, cast.jian, [sitting.id], WHY, over)
    assert lines_and_counts(db, cast.jian, exam_id, over)[1] == {"waiting": 1, "submitted": 1, "collected": 1}


def test_filters_show_some_and_totals_stay(db, cast, now, exam_id):
    lines, counts = lines_and_counts(db, cast.jian, exam_id, now, "第一考场", "waiting")
    assert ([name for name, *_ in lines], counts) == (["王敏"], {"open": 1, "waiting": 1})


@pytest.mark.both_engines
def test_only_people_of_ones_own_units_are_seen(db, cast, now, exam_id):
    with db.transaction() as session:
        person = session.get_one(Person, cast.wai.id)
        roles.grant(session, person, Role.INVIGILATOR, cast.education, None, now)
    with db.read() as session:
        wai = sign_in.actor_by_id(session, cast.wai.id)
    assert [name for name, *_ in lines_and_counts(db, wai, exam_id, now)[0]] == ["林晓", "王敏"]
    assert lines_and_counts(db, cast.chen, exam_id, now) == ([], {})
    with db.read() as session:
        mine = {
            row.exam.slug: (row.listed, row.candidates, row.running)
            for row in live_board.watchable_exams(session, wai, now)
        }
    assert mine == {"writing": (2, 2, 1), "other": (1, 1, 1)}


def test_the_board_takes_five_statements_however_many_sit(db, cast, now, exam_id):
    with db.read() as session:
        load_board(session, cast.jian, exam_id, now)
    with counting(db) as statements, db.read() as session:
        load_board(session, cast.jian, exam_id, now)
    assert len(statements) == 4  # the fifth asks about versions before this one


def test_the_script_gets_only_what_has_changed(client_of, cast, exam_id, time):
    jian = client_of(cast.jian)
    first = jian.get(f"/invigilation/{exam_id}/board.json")
    tag = first.headers["ETag"]
    assert jian.get(f"/invigilation/{exam_id}/board.json", headers={"If-None-Match": tag}).status_code == 304
    time.pass_(seconds=50)
    again = jian.get(f"/invigilation/{exam_id}/board.json", headers={"If-None-Match": tag})
    assert [row["word"] for row in again.json["rows"]] == ["疑似中断", "未开始", "疑似中断"]
    assert again.json["totals"] == {"people": 3, "running": 2, "ended": 0}


def test_a_decision_is_shown_before_it_is_taken(client_of, db, cast, exam_id, now):
    jian = client_of(cast.jian)
    board_page = jian.get(f"/invigilation/{exam_id}").text
    assert board_page.count('name="s"') == 2
    ask = jian.get(f"/invigilation/{exam_id}/decision?who=shown&do=pause").text
    assert ask.count('type="hidden" name="s"') == 2
    assert "未开始" in ask
    assert "checked" not in ask  # a reason in haste would be a false record
    lins = _first(db, cast, exam_id, now)
    none = jian.post(f"/invigilation/{exam_id}/decision", data={"do": "pause", "s": lins, "reason": "own"})
    assert (none.status_code, "没有写理由" in none.text) == (400, True)
    hasty = jian.post(f"/invigilation/{exam_id}/decision", data={"do": "pause", "s": lins})
    assert (hasty.status_code, list(returned(hasty).summary)) == (400, ["reason"])
    done = jian.post(f"/invigilation/{exam_id}/decision", data={"do": "pause", "s": lins, "reason": "停电"})
    assert done.headers["Location"] == f"/invigilation/{exam_id}"
    assert lines_and_counts(db, cast.jian, exam_id, now)[1] == {"paused": 1, "open": 1, "waiting": 1}
    more = {"do": "extend", "s": lins, "own": "停电", "minutes": "300"}
    assert returned(jian.post(f"/invigilation/{exam_id}/decision", data=more)).summary == {
        "minutes": "延长分钟数：应在 1 到 240 之间，请改正"
    }


def test_one_sitting_is_shown_in_order_without_answers(client_of, db, cast, exam_id, now, time):
    lins = _first(db, cast, exam_id, now)
    time.pass_(minutes=3)
    with db.transaction() as session:
        save_answers(session, cast.lin, lins, [AnswerUpdate(1, 1, RIGHT)], time.now)
        intervene.extend(session, cast.jian, [lins], 10, "机器故障", time.now)
    text = client_of(cast.jian).get(f"/invigilation/sittings/{lins}").text
    assert [word in text for word in ("<td>作答</td>", "3 分钟", "机器故障", "简宁", "问？")] == [
        True
    ] * 4 + [False]
    assert client_of(cast.chen).get(f"/invigilation/sittings/{lins}").status_code == 403


def test_late_answers_are_accepted_from_the_page(client_of, db, cast, exam_id, now, time):
    lins = _first(db, cast, exam_id, now)
    time.pass_(minutes=41)
    with db.transaction() as session:
        save_answers(session, cast.lin, lins, [AnswerUpdate(1, 1, RIGHT)], time.now)
    expire_overdue(db, time.now)
    jian = client_of(cast.jian)
    assert "第 1 题" in jian.get(f"/invigilation/sittings/{lins}").text
    answer = jian.post(f"/invigilation/sittings/{lins}/late", data={"position": "1", "own": "断网"})
    assert answer.status_code == 303
    assert "采纳逾时答案" in jian.get(f"/invigilation/sittings/{lins}").text


def _first(db, cast, exam_id, now) -> int:
    with db.read() as session:
        return load_board(session, cast.jian, exam_id, now).lines[0].sitting_id


def test_the_invigilators_home_leads_to_the_board(client_of, cast, exam_id):
    assert f'href="/invigilation/{exam_id}"' in client_of(cast.jian).get("/").text
