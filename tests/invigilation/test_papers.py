"""What is printed of a sitting, read as a PDF reader reads it."""

import shutil
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select

from lms.bank import pictures
from lms.candidates.models import Candidacy
from lms.domain.question.paper import letter
from lms.domain.question.protocol import Unreadable
from lms.exams.published import exam_with_sources
from lms.exams.schedule import schedule_exam
from lms.invigilation import intervene
from lms.invigilation.evidence import dispute_file
from lms.invigilation.evidence.dispute_paper import print_dispute
from lms.platform.audit import AuditEvent
from lms.platform.files import Files
from lms.questions import get_kind
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import SittingEvent
from lms.sittings.serve import show_questions
from lms.sittings.start.sit import begin_sitting, draw_paper
from tests.exam_data import BODIES, RIGHT, WRONG, drawing, exam, exam_of_kinds, item, plan
from tests.pictures import png

CANARY = "因为如此"
"""The rationale of every item of these tests."""


def words(pdf: bytes) -> str:
    """All its text, without blanks: lines break where they like."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf), strict=True).pages]
    return "".join("".join(pages).split())


def lacking(text: str, *parts: str) -> list[str]:
    """Which of the parts do not stand there."""
    return [part for part in parts if "".join(part.split()) not in text]


@pytest.fixture
def story(db, cast, time, now) -> int:
    """林's sitting: answered, paused, changed, extended, late; and 王's beside it."""
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", "essay", review="answers", attempts=1)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        other = begin_sitting(session, cast.wang, exam_id, now).sitting
        save_answers(session, cast.wang, other.id, [AnswerUpdate(3, 1, {"text": "王的答案"})], now)
        save_answers(
            session, cast.lin, sitting.id, [AnswerUpdate(1, 1, WRONG, "2026-11-23T01:00:09.000Z")], now
        )
    later = time.pass_(minutes=4, seconds=12)
    with db.transaction() as session:
        save_answers(
            session,
            cast.lin,
            sitting.id,
            [AnswerUpdate(1, 3, RIGHT), AnswerUpdate(3, 2, {"text": "先急后缓😀\n再议"})],
            later,
        )
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(1, 2, {"choice": "c"})], later)
        intervene.pause(session, cast.jian, [sitting.id], "停电", later)
    with db.transaction() as session:
        intervene.resume(session, cast.jian, [sitting.id], "来电", time.pass_(minutes=10))
        intervene.extend(session, cast.jian, [sitting.id], 5, "网络中断", time.now)
        strange = {"sitting_id": sitting.id, "type": "fire-drill", "response": {"floor": 3}, "at": time.now}
        session.execute(insert(SittingEvent).values(**strange))
    over = time.pass_(minutes=60)
    with db.transaction() as session:
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(2, 9, {"blanks": ["北京", ""]})], over)
        submit_sitting(session, cast.lin, sitting.id, {}, over)
    return sitting.id


def take(client_of, actor, sitting, language="zh"):
    answer = client_of(actor, language=language).post(f"/sittings/{sitting}/file")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return words(answer.get_data())


def test_the_file_shows_its_candidate_everything_in_order(client_of, cast, story):
    text = take(client_of, cast.lin, story)
    assert lacking(
        text,
        "林晓", "E001", "公文写作测评", "限时 40 分钟", "其间 4 分 12 秒没有收到任何内容", "监考人员暂停考试", "理由：停电",
        "简宁", "理由：网络中断；分钟：5", "fire-drill", "floor：3", "逾时作答，留存备查，不计分", "序号较旧，未成为当前答案",
        "首都是", "‹U+1F600›", "时间到，系统收卷", "考生（签名）", "监考人员（签名）", "09:00:09",
    ) == []  # fmt: skip
    assert (CANARY in text, "王的答案" in text, "得分" in text) == (False, False, False)


def test_old_and_new_answers_stand_side_by_side_with_the_letters_of_the_paper(db, cast, story, now, app):
    with db.read() as session:
        found = dispute_file.open_dispute_file(session, cast.lin, story, "zh", now)
    body = found.shown[1].body
    letter = {option["id"]: "ABC"[place] for place, option in enumerate(body["options"])}
    text = words(print_dispute(found, "zh", now))
    assert f"{letter['b']}{letter['a']}" in text


def test_the_auditor_sees_events_and_times_and_no_answers(client_of, cast, story):
    text = take(client_of, cast.sun, story)
    assert ("理由：停电" in text, "三员不看答案" in text) == (True, True)
    for hidden in ("先急后缓", "首都是", "甲？", "原来", CANARY):
        assert hidden not in text


def test_an_invigilator_sees_the_sittings_of_their_units_only(client_of, db, cast, story, now):
    assert "先急后缓" in take(client_of, cast.jian, story, "zh")
    assert client_of(cast.wang).post(f"/sittings/{story}/file").status_code == 404
    assert client_of(cast.wang).get(f"/sittings/{story}/file").status_code == 404


def test_a_candidate_who_may_sit_again_gets_no_questions(client_of, db, cast, now):
    exam_id = exam(db, now, plan(review="answers", attempts=2))
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(1, 1, RIGHT)], now)
        submit_sitting(session, cast.lin, sitting.id, {}, now)
    text = take(client_of, cast.lin, sitting.id)
    assert ("题目暂不公开" in text, "问？" in text) == (True, False)
    assert "问？" in take(client_of, cast.jian, sitting.id)


def test_the_download_of_a_file_is_recorded(client_of, db, cast, story):
    take(client_of, cast.sun, story)
    with db.read() as session:
        recorded = session.scalars(select(AuditEvent).where(AuditEvent.action == "delivery.file")).one()
        assert (recorded.actor_id, recorded.object, recorded.detail) == (
            cast.sun.id, f"sitting:{story}", {"reader": "auditor"},
        )  # fmt: skip


def test_the_file_in_english(client_of, cast, story):
    text = take(client_of, cast.lin, story, "en")
    parts = ("nothing received for 4 min 12 s", "Page 1 of 2", "reason: 停电", "sealed", "Candidate")
    assert lacking(text, *parts) == []


@pytest.mark.both_engines
def test_the_file_is_the_same_on_both_engines(client_of, cast, story):
    assert lacking(take(client_of, cast.lin, story), "其间 4 分 12 秒没有收到任何内容") == []


@pytest.mark.slow
def test_a_sitting_of_a_thousand_events_is_printed_whole_and_numbered(db, cast, now):
    exam_id = exam(db, now, plan(drawing(20)), items=20)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
        rows = [
            {"sitting_id": sitting.id, "type": "answer", "position": n % 20 + 1, "seq": n, "response": RIGHT,
             "at": now + timedelta(seconds=n)} for n in range(1, 1001)
        ]  # fmt: skip
        session.execute(insert(SittingEvent), rows)
    with db.read() as session:
        pdf = print_dispute(
            dispute_file.open_dispute_file(session, cast.lin, sitting.id, "zh", now), "zh", now
        )
    pages = PdfReader(BytesIO(pdf)).pages
    assert f"第 3 页 共 {len(pages)} 页" in " ".join(pages[2].extract_text().split())
    assert len(pdf) < 600_000


def test_the_printed_receipt_has_the_code_and_what_it_is_computed_from(client_of, db, cast, story):
    lin = client_of(cast.lin)
    code = lin.get(f"/sittings/{story}/receipt.json").json
    answer = lin.get(f"/sittings/{story}/receipt.pdf")
    text = words(answer.get_data())
    parts = (code["receipt"], code["sha256"], code["sealed"]["audit"]["hash"], "林晓", "已答题数")
    assert lacking(text, *parts, "试卷版本", "第 1 版") == []
    assert lacking(text, "kinds ·") == ["kinds ·"]
    assert client_of(cast.wang).get(f"/sittings/{story}/receipt.pdf").status_code == 404


@pytest.fixture
def expected(db, cast, now) -> int:
    """An exam with a code; 林 and 王 are on its list for room 一, 罗 for room 二; 陈 put it off."""
    exam_id = exam_of_kinds(db, now)
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, now, now + timedelta(hours=2), "7788", now)
        exam, sources = exam_with_sources(session, exam_id)
        rows = [(cast.lin, "一", "3", "expected"), (cast.wang, "一", "12", "makeup"), (cast.luo, "二", "1", "expected"),
                (cast.chen, "一", "5", "deferred")]  # fmt: skip
        for who, group, seat, status in rows:
            seed, paper = draw_paper(exam, sources, ())
            listed = {"exam_id": exam_id, "person_id": who.id, "group": group, "seat": seat, "status": status}
            drawn = {"exam_version_id": exam.version_id, "seed": seed, "paper": paper}
            session.add(Candidacy(**listed, **drawn, set_at=now))
    return exam_id


def test_the_sign_in_sheet_lists_the_group_and_nobody_else(client_of, cast, expected):
    jian = client_of(cast.jian)
    text = words(jian.get(f"/invigilation/{expected}/sign-in-sheet.pdf?group=一").get_data())
    assert (
        lacking(
            text, "考场签到表", "E001", "林晓", "市教育局", "王敏", "应到 2 人", "签名", "2026-11-23 09:00"
        )
        == []
    )
    assert [name for name in ("罗强", "陈立") if name in text] == []
    assert "应到3人" in words(jian.get(f"/invigilation/{expected}/sign-in-sheet.pdf").get_data())


def test_an_exam_without_a_list_has_empty_lines_to_sign(client_of, db, cast, now):
    text = words(client_of(cast.jian).get(f"/invigilation/{exam(db, now)}/sign-in-sheet.pdf").get_data())
    assert lacking(text, "1920", "应到 0 人") == []


def test_the_notice_for_the_wall_shows_the_code(client_of, db, cast, expected, now):
    bare = exam_of_kinds(db, now, "true_false", slug="bare")
    text = words(client_of(cast.jian).get(f"/invigilation/{expected}/wall.pdf").get_data())
    assert lacking(text, "公文写作测评", "考试口令", "7788", "限时 40 分钟") == []
    assert "不用口令" in words(client_of(cast.jian).get(f"/invigilation/{bare}/wall.pdf").get_data())


def test_the_paper_of_a_sitting_has_its_questions_its_letters_and_a_sheet_for_the_answers(
    client_of, db, cast, expected, now
):
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, expected, now, "7788").sitting
    with db.read() as session:
        items = {one.kind: one for one in show_questions(session, sitting, "zh")}
    text = words(client_of(cast.jian).post(f"/invigilation/sittings/{sitting.id}/paper").get_data())
    rows = get_kind("single_choice").paper_layout(items["single_choice"].body).choices
    choices = "".join(f"{row.mark}.{row.html}" for row in rows)
    assert (
        lacking(text, choices, "注意事项", "答题纸", "林晓", "E001", "首都是（1）", "1. 请示", "考生（签名）")
        == []
    )
    assert (CANARY in text, "昆明" in text) == (False, False)
    assert client_of(cast.wang).post(f"/invigilation/sittings/{sitting.id}/paper").status_code == 403


def test_a_picture_of_a_question_is_printed_in_its_paper_and_in_its_file(client_of, db, cast, now, data_dir):
    with db.transaction() as session:
        kept = pictures.save_picture(session, cast.chen, Files(data_dir / "files"), png(40, 20), now)
        stem = "看图。\n\n" + pictures.markdown(kept.name, "发文流程")
        item(session, now, "seen", body={**BODIES["single_choice"], "stem": stem})
    exam_id = exam(db, now, plan(drawing(1)), items=0)
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    jian = client_of(cast.jian)
    for address in (f"/invigilation/sittings/{sitting.id}/paper", f"/sittings/{sitting.id}/file"):
        pdf = jian.post(address).get_data()
        sizes = [image.image.size for page in PdfReader(BytesIO(pdf)).pages for image in page.images]
        assert (sizes, "图：发文流程" in words(pdf)) == ([(40, 20)], False)


def test_a_seed_prints_the_same_paper_again_and_another_seed_another(client_of, cast, expected):
    jian = client_of(cast.jian)
    first, again, other = (
        jian.post(f"/invigilation/{expected}/papers", data={"seed": seed}).get_data() for seed in (7, 7, 8)
    )
    assert (first == again, words(first) == words(other)) == (True, False)
    assert jian.post(f"/invigilation/{expected}/papers", data={"seed": "x"}).status_code == 400


def test_the_papers_of_a_group_are_those_drawn_in_advance(client_of, db, cast, expected, now):
    jian = client_of(cast.jian)
    text = words(jian.post(f"/invigilation/{expected}/papers", data={"group": "一"}).get_data())
    assert ([text.count(name) for name in ("林晓", "王敏", "罗强", "陈立")]) == [2, 2, 0, 0]
    assert text.count("第1页共2页") == 2
    assert text.index("林晓") < text.index("王敏")
    bare = exam_of_kinds(db, now, "true_false", slug="bare")
    assert jian.post(f"/invigilation/{bare}/papers").status_code == 409
    with db.read() as session:
        recorded = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "delivery.print_paper")
        ).one()
        assert recorded.detail == {"group": "一", "papers": 2}


def test_letters_written_by_hand_are_read_as_the_answer(db, cast, expected, now):
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, expected, now, "7788").sitting
        items = show_questions(session, sitting, "zh")
    given = {
        "single_choice": {"choice": "b"}, "multiple_choice": {"choices": ["a", "c"]}, "true_false": {"value": False},
        "blanks": {"blanks": ["北京", "昆明"]}, "numeric": {"number": "42"}, "short_text": {"text": "函"},
        "essay": {"text": "先急后缓。"},
    }  # fmt: skip
    for shown in items:
        own = get_kind(shown.kind)
        ids = [row.id for row in own.paper_layout(shown.body).choices]
        if shown.kind == "ordering":
            given["ordering"] = {"order": ids[::-1]}
        if shown.kind == "matching":
            given["matching"] = {"pairs": {"1": ids[1], "2": ids[0]}}
        response = given[shown.kind]
        assert own.raw_from_paper(shown.body, own.response_to_paper(shown.body, response).zh) == response, (
            shown.kind
        )
        assert own.raw_from_paper(shown.body, " ") == {}
        if shown.kind == "blanks":
            assert own.raw_from_paper(shown.body, "北京\n昆明") == response


@pytest.mark.parametrize(
    ("name", "typed"),
    [("single_choice", "AB"), ("single_choice", "Z"), ("single_choice", "甲"), ("true_false", "也许"),
     ("matching", "AB"), ("matching", "9-A"), ("matching", "1-Q"), ("ordering", "AXB")],
)  # fmt: skip
def test_a_letter_that_the_paper_does_not_have_is_refused(db, cast, expected, now, name, typed):
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, expected, now, "7788").sitting
        body = next(item.body for item in show_questions(session, sitting, "zh") if item.kind == name)
    with pytest.raises(Unreadable):
        get_kind(name).raw_from_paper(body, typed)


def test_letters_go_on_after_z():
    assert [letter(place) for place in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_poppler_reads_what_pypdf_reads(client_of, cast, story, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(client_of(cast.lin).post(f"/sittings/{story}/file").get_data())
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    assert "没有收到任何内容" in read.stdout
