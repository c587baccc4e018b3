"""The pages of an exam, as a browser without a script uses them."""

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest

from lms.exams.schedule import schedule_exam
from lms.sittings.find import current_answers
from tests.exam_data import BODIES, counting, drawing, exam, exam_of_kinds, item, plan
from tests.web.faults import faults, tree, words


@pytest.fixture
def lin(client_of, cast):
    return client_of(cast.lin)


@pytest.fixture
def exam_id(db, now):
    return exam(db, now)


def text(response) -> str:
    return words(tree(response.get_data(as_text=True)))


def begin(client, exam_id) -> int:
    response = client.post(f"/exams/{exam_id}")
    assert response.status_code == 303
    return int(re.fullmatch(r"/sittings/(\d+)/1", response.location).group(1))


def answers(db, sitting) -> dict:
    with db.read() as session:
        return {n: (a.seq, a.response) for n, a in current_answers(session, sitting).answers.items()}


def test_the_list_shows_what_may_be_sat_and_what_was(lin, exam_id):
    assert "查看规则并开始" in text(lin.get("/exams"))
    sitting = begin(lin, exam_id)
    assert "继续考试" in text(lin.get("/exams"))
    lin.post(f"/sittings/{sitting}/submission")
    page = lin.get("/exams").get_data(as_text=True)
    assert f'href="/sittings/{sitting}/receipt"' in page


def test_the_home_page_links_to_a_running_exam(lin, exam_id):
    assert "继续考试" not in text(lin.get("/"))
    begin(lin, exam_id)
    assert "继续考试" in text(lin.get("/"))


def test_the_rules_are_shown_before_the_beginning(lin, exam_id):
    said = text(lin.get(f"/exams/{exam_id}"))
    for rule in ("40 分钟，从点击开始起计", "共 2 次，还剩 2 次", "总分的 60%", "开始考试"):
        assert rule in said
    assert "教研组商定" not in said
    assert "第0问" not in said


def test_a_paper_is_answered_reviewed_and_submitted_without_a_script(lin, db, exam_id):
    sitting = begin(lin, exam_id)
    first = lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a", "go": "next"})
    assert (first.status_code, first.location) == (303, f"/sittings/{sitting}/2")
    assert lin.post(f"/sittings/{sitting}/2", data={"go": "next"}).location == f"/sittings/{sitting}/3"
    last = lin.post(f"/sittings/{sitting}/3", data={"q3.choice": "b", "go": "next"})
    assert last.location == f"/sittings/{sitting}/review"
    assert answers(db, sitting) == {1: (1, {"choice": "a"}), 2: (2, {}), 3: (3, {"choice": "b"})}
    assert "还有 1 题没有作答 第 2 题：未答" in text(lin.get(last.location))
    assert "服务器已收到 2 题的答案，共 3 题" in text(lin.get(f"/sittings/{sitting}/submission"))
    ended = lin.post(f"/sittings/{sitting}/submission")
    assert (ended.status_code, ended.location) == (303, f"/sittings/{sitting}/receipt")
    assert re.search(r"回执码 ?[0-9A-Z]{5}(-[0-9A-Z]{5}){4}\b", text(lin.get(ended.location)))


def test_a_saved_choice_is_shown_on_return(lin, exam_id):
    sitting = begin(lin, exam_id)
    lin.post(f"/sittings/{sitting}/2", data={"q2.choice": "b", "go": "previous"})
    page = tree(lin.get(f"/sittings/{sitting}/2").get_data(as_text=True))
    chosen = [box.get("value") for box in page.iter("input") if "checked" in box.attrib]
    assert chosen == ["b"]
    states = [cell.get("data-state") for cell in page.iter("a") if cell.get("data-position")]
    assert states == ["unseen", "answered", "unseen"]


def test_the_same_form_sent_twice_is_stored_once(lin, db, exam_id):
    sitting = begin(lin, exam_id)
    for _ in range(3):
        lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a", "go": "next"})
    assert answers(db, sitting) == {1: (1, {"choice": "a"})}


def test_a_flag_is_set_with_the_answer_and_removed(lin, db, exam_id):
    sitting = begin(lin, exam_id)
    flagged = lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a", "go": "flag"})
    assert flagged.location == f"/sittings/{sitting}/1"
    assert "标记过的题 第 1 题" in text(lin.get(f"/sittings/{sitting}/review"))
    lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a", "go": "flag"})
    assert "标记过的题" not in text(lin.get(f"/sittings/{sitting}/review"))


def test_an_answer_that_cannot_be_read_is_shown_with_what_to_correct(lin, db, now):
    sitting = begin(lin, exam_of_kinds(db, now, "numeric"))
    refused = lin.post(f"/sittings/{sitting}/1", data={"q1.number": "不知道", "go": "next"})
    assert refused.status_code == 400
    assert "答案格式有误，没有保存" in text(refused)
    assert 'value="不知道"' in refused.get_data(as_text=True)
    assert answers(db, sitting) == {}


def test_continuing_leads_to_the_first_question_without_an_answer(lin, exam_id):
    sitting = begin(lin, exam_id)
    lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a"})
    assert lin.get(f"/sittings/{sitting}").location == f"/sittings/{sitting}/2"


def test_after_the_time_the_page_leads_to_the_receipt(lin, db, exam_id, time):
    sitting = begin(lin, exam_id)
    lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a"})
    time.pass_(minutes=40, seconds=6)
    for path in ("", "/1", "/review", "/submission", "/all"):
        assert lin.get(f"/sittings/{sitting}{path}").location == f"/sittings/{sitting}/receipt"
    late = lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "b"})
    assert late.location == f"/sittings/{sitting}/receipt"
    assert "考试时间已到" in text(lin.get(late.location))
    lin.post(f"/sittings/{sitting}/submission")
    assert "系统已按截止时间收卷" in text(lin.get(late.location))
    assert answers(db, sitting) == {1: (1, {"choice": "a"})}


def test_the_downloaded_document_proves_the_receipt(lin, exam_id):
    sitting = begin(lin, exam_id)
    assert lin.get(f"/sittings/{sitting}/receipt.json").status_code == 409
    lin.post(f"/sittings/{sitting}/submission")
    body = lin.get(f"/sittings/{sitting}/receipt.json").json
    canonical = json.dumps(body["sealed"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(canonical.encode()).hexdigest() == body["sha256"]


def test_a_wrong_access_code_is_refused_on_the_page(lin, db, cast, exam_id, now):
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, now + timedelta(days=1), "7788", now)
    refused = lin.post(f"/exams/{exam_id}", data={"access_code": "1234"})
    assert refused.status_code == 403
    assert "考试口令不正确" in text(refused)
    assert lin.post(f"/exams/{exam_id}", data={"access_code": "7788"}).status_code == 303


def test_another_persons_pages_are_not_found(lin, client_of, cast, exam_id):
    sitting = begin(lin, exam_id)
    wang = client_of(cast.wang)
    for path in ("", "/1", "/all", "/review", "/submission", "/receipt", "/receipt.json", "/result"):
        assert wang.get(f"/sittings/{sitting}{path}").status_code == 404
    for path in ("/1", "/submission"):
        assert wang.post(f"/sittings/{sitting}{path}", data={"q1.choice": "a"}).status_code == 404
    assert lin.get(f"/sittings/{sitting}/4").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_valid_html(client_of, cast, db, now, language):
    lin = client_of(cast.lin, language=language)
    exam_id = exam_of_kinds(db, now, review="answers", attempts=1)
    seen = [lin.get("/exams"), lin.get(f"/exams/{exam_id}")]
    sitting = begin(lin, exam_id)
    seen += [lin.get(f"/sittings/{sitting}/{n}") for n in range(1, 10)]
    lin.post(f"/sittings/{sitting}/1", data={"q1.choice": "a", "go": "flag"})
    seen += [lin.get(f"/sittings/{sitting}/{path}") for path in ("all", "review", "submission")]
    lin.post(f"/sittings/{sitting}/submission")
    seen += [lin.get(f"/sittings/{sitting}/{path}") for path in ("receipt", "result")]
    seen += [lin.get("/exams")]
    assert {page.request.path: faults(page.get_data(as_text=True)) for page in seen} == {
        page.request.path: [] for page in seen
    }
    assert {page.status_code for page in seen} == {200}


def test_a_page_of_a_long_paper_takes_few_statements(lin, db, now):
    exam_id = exam(db, now, plan(drawing(60)), slug="long", items=60)
    sitting = begin(lin, exam_id)
    with counting(db) as cold:
        lin.get(f"/sittings/{sitting}/1")
    with counting(db) as warm:
        lin.get(f"/sittings/{sitting}/all")
    with counting(db) as again:
        lin.get(f"/sittings/{sitting}/all")
    assert (len(cold), len(warm), len(again)) == (4, 4, 3)


def test_a_question_about_a_stimulus_shows_it(lin, db, now):
    with db.transaction() as session:
        item(session, now, "flood", "description", {"stem": "暴雨，水位**超警戒**。"})
        for n in (1, 2):
            item(
                session, now, f"flood-{n}", body={**BODIES["single_choice"], "stem": f"洪{n}？"}, case="flood"
            )
        item(session, now, "plain", body={**BODIES["single_choice"], "stem": "无关？"})
    case = {"competency": "writing", "count": 1, "questions": 2}
    section = {"title": {"zh": "一", "en": "One"}, "fixed": ["writing/plain"], "case": [case]}
    sitting = begin(lin, exam(db, now, plan(section, shuffle_items=False), items=0))
    shown = [lin.get(f"/sittings/{sitting}/{n}").get_data(as_text=True) for n in range(1, 5)]
    assert [page.count("<strong>超警戒</strong>") for page in shown] == [0, 1, 1, 1]
    assert ["查看本题的材料" in page for page in shown] == [False, False, True, True]
    assert [faults(page) for page in shown] == [[], [], [], []]
