"""The pages of results, marking and release."""

import pytest
from sqlalchemy import select

from lms.exams.models import ExamVersion
from lms.results.mark import answers_to_mark
from tests.exam_data import exam_of_kinds
from tests.web.faults import faults, tree, words
from tests.web.returned import returned


def page_text(response) -> str:
    return words(tree(response.get_data(as_text=True)))


def submitted(client, db, exam_id, *responses) -> int:
    """A sitting submitted with these responses."""
    sitting = client.post(f"/api/v1/exams/{exam_id}/sittings", json={}).json["id"]
    rows = [{"position": n, "seq": n, "response": response} for n, response in enumerate(responses, 1)]
    assert client.put(f"/api/v1/sittings/{sitting}/answers", json={"answers": rows}).status_code == 200
    client.post(f"/api/v1/sittings/{sitting}/submission", json={})
    return sitting


@pytest.fixture
def lin(client_of, cast):
    return client_of(cast.lin)


@pytest.fixture
def essay(lin, db, now):
    """林's sitting whose essay waits to be marked."""
    return submitted(lin, db, exam_of_kinds(db, now, "essay", review="answers"), {"text": "第一段\n第二段"})


@pytest.fixture
def mark_id(db, cast, essay):
    with db.read() as session:
        return answers_to_mark(session, cast.zhou)[0].id


def test_a_result_shows_score_answers_explanations_and_how_marks_were_calculated(lin, db, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "blanks", review="answers")
    sitting = submitted(lin, db, exam_id, {"choice": "a"}, {"blanks": ["北京", "成都"]})
    text = page_text(lin.get(f"/sittings/{sitting}/result"))
    assert "教研组商定" not in text  # how the pass mark was set is for the organisers
    for line in (
        "3 满分 4，合格线 2.4",
        "合格",
        "因为如此。",
        "第（1）空：占 1/2，1 分",
        "得 1 分",
    ):
        assert line in text


def test_right_and_wrong_choices_are_named_in_words(lin, db, now):
    exam_id = exam_of_kinds(db, now, "single_choice", "multiple_choice", review="answers", attempts=1)
    text = page_text(
        lin.get(f"/sittings/{submitted(lin, db, exam_id, {'choice': 'b'}, {'choices': ['a']})}/result")
    )
    assert [text.count(tag) for tag in ("您选的，正确", "您选的，不正确", "正确选项")] == [1, 1, 2]


def test_a_result_of_score_only_shows_no_questions(lin, db, now):
    sitting = submitted(lin, db, exam_of_kinds(db, now, "single_choice", review="score"), {"choice": "a"})
    text = page_text(lin.get(f"/sittings/{sitting}/result"))
    assert "2 满分 2" in text
    assert "甲？" not in text
    assert "第 1 题" not in text


def test_a_result_that_waits_says_what_for(lin, client_of, cast, db, now, essay):
    assert "主观题正在人工阅卷" in page_text(lin.get(f"/sittings/{essay}/result"))
    by_hand = submitted(
        lin, db, exam_of_kinds(db, now, "true_false", slug="held", release="by_hand"), {"value": True}
    )
    assert "等待统一公布" in page_text(lin.get(f"/sittings/{by_hand}/result"))


def test_a_result_says_what_to_do_when_one_disagrees(lin, client_of, cast, db, now):
    sitting = submitted(lin, db, exam_of_kinds(db, now, "true_false"), {"value": True})
    page = lin.get(f"/sittings/{sitting}/result")
    text = page_text(page)
    assert "对成绩有疑问 请联系组织考试的部门" in text
    assert "确有问题的，可以给您补考；评定后的分数不能在系统里改" in text
    assert "系统里没有复核申请，也不规定多少天内答复" in text
    address = f"/sittings/{sitting}/file"
    assert address in [link.get("href") for link in tree(page.text).iter("a")]
    assert lin.get(address).status_code == 200
    english = page_text(client_of(cast.lin, "en").get(f"/sittings/{sitting}/result"))
    assert "If you doubt the result Contact the office that runs the exam" in english


@pytest.mark.parametrize(
    ("review", "hint"),
    [
        (
            "answers",
            "考生在成绩公布以后、不能再考这场考试时（已经通过、机会用完或考试截止）看到，同答案和解析一起；别人看不到",
        ),
        ("marks", "谁也看不到，只存档：这场考试不向考生公开答案和解析"),
        ("score", "谁也看不到，只存档：这场考试不向考生公开答案和解析"),
    ],
)
def test_a_marker_is_told_when_and_to_whom_a_comment_is_shown(lin, client_of, cast, db, now, review, hint):
    exam_id = exam_of_kinds(db, now, "essay", review=review, attempts=2)
    sitting = submitted(lin, db, exam_id, {"text": "第一段"})
    with db.read() as session:
        address = f"/marking/{answers_to_mark(session, cast.zhou)[0].id}"
    zhou = client_of(cast.zhou)
    assert hint in page_text(zhou.get(address))
    assert zhou.post(address, data={"points": ["0", "0"], "comment": "观点不明"}).status_code == 303
    assert "观点不明" not in page_text(lin.get(f"/sittings/{sitting}/result"))
    again = submitted(lin, db, exam_id, {"text": "第二段"})
    with db.read() as session:
        address = f"/marking/{answers_to_mark(session, cast.zhou)[0].id}"
    assert zhou.post(address, data={"points": ["0", "0"], "comment": "仍不明"}).status_code == 303
    assert ("仍不明" in page_text(lin.get(f"/sittings/{again}/result"))) is (review == "answers")


def test_an_answer_can_be_marked_with_no_points(lin, client_of, cast, essay, mark_id):
    done = client_of(cast.zhou).post(f"/marking/{mark_id}", data={"points": ["0", "0.00"]})
    assert (done.status_code, done.location) == (303, "/marking")
    assert "0 满分 5" in page_text(lin.get(f"/sittings/{essay}/result"))


def test_a_marker_reads_without_names_and_marks(lin, client_of, cast, db, essay, mark_id):
    zhou = client_of(cast.zhou)
    assert "1 份答卷等您评分" in page_text(zhou.get("/"))
    for page in (zhou.get("/marking"), zhou.get(f"/marking/{mark_id}")):
        assert "林晓" not in page.get_data(as_text=True)
    assert "共 6 字" in page_text(zhou.get(f"/marking/{mark_id}"))
    done = zhou.post(f"/marking/{mark_id}", data={"points": ["2.5", "1"], "comment": "条理清楚"})
    assert (done.status_code, done.location) == (303, "/marking")
    text = page_text(lin.get(f"/sittings/{essay}/result"))
    assert "3.5 满分 5" in text
    assert "阅卷人评语：条理清楚" in text
    assert "观点：占 1/2，2.5 分" in text


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "points-1": "观点（满分 3）：应在 0 到 3 之间，请改正",
                "points-2": "文字（满分 2）：应是数字，请写成 8 或 7.5，小数至多 2 位",
                "comment": "评语：最多 2000 个字符，现有 2001 个，请删去 1 个",
            },
        ),
        (
            "en",
            {
                "points-1": "观点 (of 3): It must be from 0 to 3; correct it",
                "points-2": "文字 (of 2): It must be a number; write it as 8 or 7.5, at most 2 decimals",
                "comment": "Comment: At most 2000 characters are allowed, there are 2001; remove 1",
            },
        ),
    ],
)
def test_invalid_marks_come_back_with_what_was_typed(client_of, cast, mark_id, language, errors):
    typed = {"points": ["4", "一"], "comment": "好" * 2001}
    page = returned(client_of(cast.zhou, language).post(f"/marking/{mark_id}", data=typed))
    assert (page.status, page.summary) == (400, errors)
    assert (page.typed["points-1"], page.typed["points-2"], page.typed["comment"]) == ("4", "一", "好" * 2001)


def test_a_criterion_without_points_is_named(client_of, cast, mark_id):
    page = returned(client_of(cast.zhou).post(f"/marking/{mark_id}", data={"points": ["", "2"]}))
    assert (page.status, page.summary) == (400, {"points-1": "观点（满分 3）：没有填写，请填写数字"})


def test_nobody_else_marks(client_of, cast, mark_id, lin):
    for actor in (cast.lin, cast.chen, cast.he):
        assert client_of(actor).get(f"/marking/{mark_id}").status_code == 403
    assert client_of(cast.zhou).get("/marking/999").status_code == 404


def test_a_composer_releases_results(lin, client_of, cast, db, now):
    sitting = submitted(lin, db, exam_of_kinds(db, now, "true_false", release="by_hand"), {"value": True})
    chen = client_of(cast.chen)
    assert "有 1 份成绩已评定，等待公布" in page_text(chen.get("/"))
    with db.read() as session:
        version = session.scalars(select(ExamVersion.id)).one()
    assert lin.post(f"/releases/{version}").status_code == 403
    assert chen.post(f"/releases/{version}").status_code == 303
    assert "已公布 1 份成绩" in page_text(chen.get("/releases"))
    assert "2 满分 2" in page_text(lin.get(f"/sittings/{sitting}/result"))
    assert chen.post("/releases/999").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_valid_html(client_of, cast, db, now, language, essay, mark_id):
    lin, zhou, chen = (client_of(actor, language=language) for actor in (cast.lin, cast.zhou, cast.chen))
    kinds = submitted(
        lin, db, exam_of_kinds(db, now, review="answers", slug="all", attempts=1), {"choice": "a"}
    )
    marks = submitted(
        lin, db, exam_of_kinds(db, now, "true_false", review="marks", slug="marks"), {"value": True}
    )
    submitted(lin, db, exam_of_kinds(db, now, "true_false", release="by_hand", slug="held"), {"value": True})
    pages = [lin.get(f"/sittings/{sitting}/result") for sitting in (essay, kinds, marks)]
    pages += [zhou.get("/marking"), zhou.get(f"/marking/{mark_id}"), chen.get("/releases")]
    zhou.post(f"/marking/{mark_id}", data={"points": ["3", "2"]})
    pages += [lin.get(f"/sittings/{essay}/result"), zhou.get("/marking")]
    assert [(page.request.path, faults(page.get_data(as_text=True))) for page in pages] == [
        (page.request.path, []) for page in pages
    ]
