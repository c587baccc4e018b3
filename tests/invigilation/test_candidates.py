"""Lists of candidates: a problem for every wrong line, and the statuses of those on the list."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.candidates.accommodate import give_accommodation
from lms.candidates.list_parser import CandidateRow, read_file, read_lines
from lms.candidates.models import Candidacy
from lms.domain.exam.allowance import Allowance
from lms.domain.place import SheetCell, TextLine
from lms.domain.problem import Problem, Refused, Text
from lms.exams.publish import publish_plan
from lms.exams.schedule import schedule_exam
from lms.invigilation.enrolment import listing
from lms.invigilation.enrolment.admit import admit_late
from lms.invigilation.enrolment.candidate_list import (
    add_candidates,
    remove_candidates,
    set_group_window,
    trainees_of_unit,
)
from lms.invigilation.enrolment.prepare import draw_papers, queue_drawing
from lms.invigilation.enrolment.status import Makeup, mark_absent, set_status
from lms.platform.audit import AuditEvent
from lms.platform.jobs import Job, work_once
from lms.results import view_result
from lms.results.models import ScoreRun
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import Sitting
from lms.sittings.start.available import available_exam
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, counting, drawing, exam, plan

WHY = "经核实"
BOTH = pytest.mark.both_engines


@pytest.fixture
def exam_id(db, cast, now) -> int:
    exam(db, now, slug="other")
    return exam(db, now)


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def refusal(db, verb, *asked) -> Refused:
    with pytest.raises(Refused) as caught:
        do(db, verb, *asked)
    return caught.value


def listed(db, actor, exam_id):
    with db.read() as session:
        return [
            (row.login, row.group, row.seat, row.status)
            for row in listing.candidates(session, actor, exam_id)
        ]


def expected(db, cast, exam_id, now, *people):
    do(
        db,
        add_candidates,
        cast.jian,
        exam_id,
        [CandidateRow(person.login, person.login) for person in people],
        now,
    )


@BOTH
def test_a_list_adds_people_and_gives_groups_and_seats(db, cast, now, exam_id):
    first = do(db, add_candidates, cast.jian, exam_id, read_lines("e001, 一考场, 3\n\nE012"), now)
    again = do(db, add_candidates, cast.jian, exam_id, read_lines("工号,场次\nE001\nE012\t二考场\nE002"), now)
    assert [(x.added, x.changed, x.same) for x in (first, again)] == [(2, 0, 0), (1, 1, 1)]
    assert listed(db, cast.jian, exam_id) == [
        ("E002", "", "", "expected"),
        ("E001", "一考场", "3", "expected"),
        ("E012", "二考场", "", "expected"),
    ]
    assert [login for login, *_ in listed(db, cast.wu, exam_id)] == ["E002", "E001"]
    assert listed(db, cast.chen, exam_id) == []


@BOTH
def test_every_wrong_line_is_named_and_nothing_is_kept(db, cast, now, exam_id):
    lines = read_lines("E001\nE001\nX404\nE012,一考场")
    refused = refusal(db, add_candidates, cast.wu, exam_id, lines, now)  # 罗 is of another bureau
    assert [(p.where.in_("zh"), p.what.zh) for p in refused.problems] == [
        ("第 2 行", "工号 E001 与第 1 行重复"),
        ("第 3 行", "没有工号 X404，或不在您管理的单位内"),
        ("第 4 行", "没有工号 E012，或不在您管理的单位内"),
    ]
    assert listed(db, cast.jian, exam_id) == []


def test_a_line_with_more_than_three_parts_is_refused_and_loses_none(db, cast, now, exam_id):
    lines = read_lines("E001\t林晓\t一考场\t3\nE012,二考场,4,,")
    assert refusal(db, add_candidates, cast.jian, exam_id, lines, now).problems == [
        Problem(
            TextLine(1),
            Text("多于三项，“3”不知道是什么", "has more than three parts; “3” has no meaning"),
            Text("每行只写工号、场次、座位", "write only the employee number, the group and the seat"),
        )
    ]


def test_a_file_is_read_by_the_names_of_its_columns():
    data = "序号,姓名,工号,考场,座位号\n1,林晓,E001,一考场,3\n2,罗强,E012,,\n".encode("gb18030")
    assert read_file(data) == (
        [CandidateRow(SheetCell(2, 2), "E001", "一考场", "3"), CandidateRow(SheetCell(2, 3), "E012")],
        [],
    )
    entries, problems = read_file(b"name\nx\n")
    assert (entries, [problem.what.zh for problem in problems]) == ([], ["没有找到“工号”一列"])


def test_a_unit_adds_its_trainees(db, cast, now, exam_id):
    with db.read() as session:
        assert [entry.login for entry in trainees_of_unit(session, cast.wu, cast.education.id, "")] == [
            "E001",
            "E002",
        ]
        with pytest.raises(Refused):
            trainees_of_unit(session, cast.wu, cast.finance.id, "")


@BOTH
def test_candidates_who_have_begun_stay_on_the_list(db, cast, now, exam_id):
    expected(db, cast, exam_id, now, cast.lin, cast.luo)
    do(db, begin_sitting, cast.lin, exam_id, now)
    refused = refusal(db, remove_candidates, cast.jian, exam_id, [cast.lin.id, cast.luo.id], now)
    assert [problem.where.in_("zh") for problem in refused.problems] == ["林晓"]
    assert do(db, remove_candidates, cast.jian, exam_id, [cast.luo.id], now) == 1
    assert [login for login, *_ in listed(db, cast.jian, exam_id)] == ["E001"]


@BOTH
def test_absent_are_those_whose_time_is_over_and_who_did_not_begin(db, cast, now, exam_id):
    expected(db, cast, exam_id, now, cast.lin, cast.wang, cast.luo)
    do(db, add_candidates, cast.jian, exam_id, [CandidateRow(TextLine(1), "E012", "下午")], now)
    do(
        db,
        set_group_window,
        cast.jian,
        exam_id,
        "下午",
        now + timedelta(hours=3),
        now + timedelta(hours=4),
        now,
    )
    do(db, schedule_exam, cast.chen, exam_id, None, now + timedelta(hours=1), "", now)
    assert refusal(db, mark_absent, cast.jian, exam_id, WHY, now).code == "candidates.nobody_absent"
    do(db, begin_sitting, cast.lin, exam_id, now)
    assert do(db, mark_absent, cast.jian, exam_id, WHY, now + timedelta(hours=2)) == 1
    assert [(login, status) for login, _, _, status in listed(db, cast.jian, exam_id)] == [
        ("E001", "expected"), ("E002", "absent"), ("E012", "expected")]  # fmt: skip
    assert do(db, mark_absent, cast.jian, exam_id, WHY, now + timedelta(hours=5)) == 1


@BOTH
def test_deferred_cannot_begin_until_it_is_taken_back(db, cast, now, exam_id):
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "deferred", "公务出差", now)
    refused = refusal(db, begin_sitting, cast.lin, exam_id, now)
    assert refused.code == "exam.deferred"
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "expected", "登记有误", now)
    do(db, begin_sitting, cast.lin, exam_id, now)
    assert (
        refusal(db, set_status, cast.he, exam_id, [cast.lin.id], "deferred", WHY, now)
        .problems[0]
        .where.in_("zh")
        == "林晓"
    )


def result_of(db, actor, sitting_id, now):
    with db.read() as session:
        found = view_result.result_of(session, actor, sitting_id, "zh", now)
        runs = session.scalar(select(func.count()).where(ScoreRun.sitting_id == sitting_id))
        passed = session.scalar(select(Sitting.passed).where(Sitting.id == sitting_id))
    return found.visibility.state, found.score and found.score.passed, passed, runs


def full_marks(db, actor, exam_id, now) -> int:
    sitting = do(db, begin_sitting, actor, exam_id, now).sitting
    do(db, save_answers, actor, sitting.id, [AnswerUpdate(n, n, RIGHT) for n in (1, 2, 3)], now)
    do(db, submit_sitting, actor, sitting.id, {}, now)
    return sitting.id


@BOTH
def test_misconduct_annuls_the_sitting_and_taking_it_back_restores_it(db, cast, now, exam_id):
    sitting = full_marks(db, cast.lin, exam_id, now)
    assert result_of(db, cast.lin, sitting, now) == ("released", True, True, 1)
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "misconduct", "夹带资料", now)
    assert result_of(db, cast.lin, sitting, now) == ("annulled", None, False, 1)
    assert refusal(db, begin_sitting, cast.lin, exam_id, now).code == "exam.misconduct"
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "expected", "复核后撤销", now)
    assert result_of(db, cast.lin, sitting, now) == ("released", True, True, 1)
    with db.read() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert [a for a in actions if a in ("delivery.annulled", "delivery.restored", "delivery.status")] == [
        "delivery.annulled", "delivery.status", "delivery.restored", "delivery.status"]  # fmt: skip


@BOTH
def test_misconduct_in_a_sitting_that_runs_collects_it_first(db, cast, now, exam_id):
    sitting = do(db, begin_sitting, cast.lin, exam_id, now).sitting
    do(db, save_answers, cast.lin, sitting.id, [AnswerUpdate(n, n, RIGHT) for n in (1, 2, 3)], now)
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "misconduct", "替考", now)
    assert result_of(db, cast.lin, sitting.id, now) == ("annulled", None, False, 1)


@BOTH
def test_a_makeup_is_one_attempt_more_in_its_own_time(db, cast, now, exam_id):
    do(db, schedule_exam, cast.chen, exam_id, None, now + timedelta(hours=1), "", now)
    expected(db, cast, exam_id, now, cast.lin)
    later = now + timedelta(days=2)
    do(db, mark_absent, cast.jian, exam_id, "未到", later)
    window = Makeup(later + timedelta(days=1), later + timedelta(days=1, hours=2), "补考场")
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "makeup", "已核实", later, window)
    assert refusal(db, begin_sitting, cast.lin, exam_id, later).code == "exam.not_yet"
    with db.read() as session:
        found = available_exam(session, cast.lin, exam_id, window.opens_at)
    assert (found.attempts_left, found.eligibility.group) == (3, "补考场")
    assert do(db, begin_sitting, cast.lin, exam_id, window.opens_at).new
    refused = refusal(db, set_status, cast.he, exam_id, [cast.lin.id], "expected", WHY, window.opens_at)
    assert [problem.what.zh for problem in refused.problems] == ["已经参加补考"]


def test_a_status_needs_a_reason_somebody_and_a_right_to_give_it(db, cast, now, exam_id):
    asked = (exam_id, [cast.luo.id], "deferred")
    assert refusal(db, set_status, cast.he, *asked, " ", now).code == "sitting.say_why"
    assert refusal(db, set_status, cast.he, exam_id, [], "deferred", WHY, now).code == "candidates.choose"
    assert refusal(db, set_status, cast.wu, *asked, WHY, now).code == "not_found"
    assert refusal(db, set_status, cast.chen, *asked, WHY, now).code == "not_found"


@BOTH
def test_a_candidate_who_is_admitted_late_keeps_their_allowance(db, cast, now, exam_id):
    do(db, schedule_exam, cast.chen, exam_id, None, now - timedelta(hours=1), "", now)
    do(db, give_accommodation, cast.he, cast.lin.id, None, Allowance(extra_minutes=20), "有证明", now)
    do(db, admit_late, cast.jian, exam_id, cast.lin.id, "航班延误", now)
    assert do(db, begin_sitting, cast.lin, exam_id, now).sitting.deadline == now + timedelta(minutes=60)
    assert refusal(db, begin_sitting, cast.luo, exam_id, now).code == "exam.not_open"


@BOTH
def test_papers_are_drawn_in_advance_and_sat(db, cast, now, exam_id, settings):
    expected(db, cast, exam_id, now, cast.lin, cast.luo)
    do(db, set_status, cast.he, exam_id, [cast.luo.id], "deferred", WHY, now)
    do(db, queue_drawing, cast.jian, exam_id, now)
    assert work_once(db, lambda: now, None)
    with db.read() as session:
        job = session.scalars(select(Job)).one()
        seeds = session.execute(
            select(Candidacy.person_id, Candidacy.seed).order_by(Candidacy.person_id)
        ).all()
    assert (job.state, job.done, job.result) == ("done", 1, {"drawn": 1, "people": 1})
    assert [(id_, seed is not None) for id_, seed in seeds] == [(cast.lin.id, True), (cast.luo.id, False)]
    assert do(db, begin_sitting, cast.lin, exam_id, now).sitting.seed == seeds[0].seed


@BOTH
def test_a_paper_that_no_longer_fits_is_drawn_again_and_avoids_what_was_seen(db, cast, now):
    made = exam(db, now, plan(drawing(2)), items=6)
    expected(db, cast, made, now, cast.lin)
    first = do(db, begin_sitting, cast.lin, made, now).sitting
    do(db, submit_sitting, cast.lin, first.id, {}, now)
    assert do(db, draw_papers, made, [cast.lin.id]) == 1
    assert do(db, draw_papers, made, [cast.lin.id]) == 0
    with db.read() as session:
        paper = session.scalar(select(Candidacy.paper))
    assert not {place["version"] for place in paper} & {place.version_id for place in first.paper}
    do(db, publish_plan, "writing", plan(drawing(3)), None, now)
    assert do(db, draw_papers, made, [cast.lin.id]) == 1


def test_a_start_with_a_drawn_paper_takes_no_more_queries_than_one_without(db, cast, now, exam_id):
    expected(db, cast, exam_id, now, cast.lin)
    do(db, draw_papers, exam_id, [cast.lin.id])
    with counting(db) as statements:
        do(db, begin_sitting, cast.lin, exam_id, now)
    assert len(statements) <= 12


def test_the_pages_add_show_and_change(client_of, db, cast, exam_id, now):
    jian, base = client_of(cast.jian), f"/candidates/{exam_id}"
    wrong = jian.post(f"{base}/new", data={"how": "lines", "lines": "E001\nX404"})
    assert (wrong.status_code, "X404" in wrong.text, "第 2 行" in wrong.text) == (400, True, True)
    sheet = (io.BytesIO("工号,场次\nE001,一考场\nE002,一考场\n".encode()), "list.csv")
    assert jian.post(f"{base}/new", data={"how": "file", "file": sheet}).status_code == 303
    unit = {"how": "unit", "unit": cast.finance.id, "group": "二考场"}
    assert jian.post(f"{base}/new", data=unit).status_code == 303
    assert "王敏" in jian.get(f"{base}/new?q=E00").text
    people = {"p": [cast.lin.id, cast.wang.id]}
    assert "林晓" in jian.get(f"{base}/status?p={cast.lin.id}&p={cast.wang.id}").text
    kept = jian.post(f"{base}/status", data={**people, "status": "deferred", "own": "出差"})
    assert kept.headers["Location"] == base
    assert jian.get(base).text.count("出差") == 2
    assert "出差" in client_of(cast.lin).get(f"/exams/{exam_id}").text
    assert jian.post(f"{base}/removal", data={"p": cast.luo.id}).status_code == 303
    assert [login for login, *_ in listed(db, cast.jian, exam_id)] == ["E001", "E002"]


def test_hr_exports_the_statuses_of_its_people(client_of, db, cast, exam_id, now):
    expected(db, cast, exam_id, now, cast.lin, cast.luo)
    do(db, set_status, cast.he, exam_id, [cast.lin.id], "absent", "未到", now)
    exported = client_of(cast.wu).post("/reports/candidacies/export", data={"to": "json", "exam": "writing"})
    assert [(row["login"], row["status"], row["reason"], row["sittings"]) for row in exported.json] == [
        ("E001", "缺考", "未到", 0)
    ]
    other = client_of(cast.he).post("/reports/candidacies/export", data={"to": "json", "exam": "other"})
    assert other.json == []
