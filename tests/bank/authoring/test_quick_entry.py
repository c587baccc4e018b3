"""Quick entry: plain questions typed in a row are previewed, and all of them are saved or none."""

import pytest

from lms.bank.authoring import quick_entry
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.domain.problem import Text
from tests.bank.answers import body_of, text_in
from tests.web.faults import faults, tree, words

PAPER = """1. 请示应当：
A. 一文一事
B. 一文数事
答案：A
解析：便于批复。

2. 下列属于上行文的有：
A. 请示
B. 报告
C. 批复
答案：AB

3. 报告可以夹带请示事项。
答案：错

4. 请示应当在____前行文。
答案：事
"""
SENT = {"competency": "writing", "level": "3", "source": "《条例》", "checked": "2026-11-20", "text": PAPER}


def test_several_questions_are_typed_and_saved_as_drafts(db, client_of, cast, made):
    client = client_of(cast.chen)
    looked = body_of(client.post("/bank/quick", data=SENT | {"do": "preview"}))
    assert (faults(looked), "读出 4 题。" in looked) == ([], True)
    with db.read() as session:
        assert lists.totals(session, cast.chen, Filter(level=3)) == {}
    answer = client.post("/bank/quick", data=SENT | {"do": "save"})
    assert answer.status_code == 303
    with db.read() as session:
        rows, _ = lists.page(session, cast.chen, Filter(level=3))
    assert [(row.kind, row.state) for row in rows] == [
        ("single_choice", "draft"), ("multiple_choice", "draft"), ("true_false", "draft"), ("blanks", "draft"),
    ]  # fmt: skip
    for row in rows:
        assert faults(body_of(client.get(f"/bank/{row.id}/edit"))) == []


def test_the_preview_alone_is_a_part_of_the_page(client_of, cast, made):
    part = (
        client_of(cast.chen)
        .post("/bank/quick", data=SENT, headers={"X-Part": "preview"})
        .get_data(as_text=True)
    )
    assert ("<html" in part, next(words(h) for h in tree(part).iter("h3"))) == (False, "1. 单选题，1分")


@pytest.mark.parametrize(
    ("more", "status"),
    [({"text": "1. 题\nA. 一\nB. 二\n"}, 400), ({"text": ""}, 400), ({"competency": "x"}, 400),
     ({"text": PAPER + "\n5. 请示应当：\nA. 一文一事\nB. 一文数事\n答案：A\n"}, 409)],
)  # fmt: skip
def test_all_are_saved_or_none_and_the_text_stays(db, client_of, cast, made, more, status):
    sent = SENT | more | {"do": "save"}
    body = body_of(client_of(cast.chen).post("/bank/quick", data=sent), status)
    assert (faults(body), (text_in(body) or "").strip()) == ([], sent["text"].strip())
    with db.read() as session:
        assert lists.totals(session, cast.chen, Filter(level=3)) == {}


def test_without_a_source_they_are_drafts_like_others(db, client_of, cast, made):
    client = client_of(cast.chen)
    assert client.post("/bank/quick", data=SENT | {"source": " ", "do": "save"}).status_code == 303
    with db.read() as session:
        (row, *_), _ = lists.page(session, cast.chen, Filter(level=3))
    assert client.post(f"/bank/{row.id}/hand-in", data={"number": "1"}).status_code == 303


def test_too_much_at_once_is_refused():
    assert quick_entry.read("字" * (quick_entry.LONGEST + 1))[0] == []


def test_a_content_area_that_is_too_long_is_reported_and_never_truncated():
    typed = f"1. 请示应当：\nA. 一文一事\nB. 一文数事\n答案：A\n知识点：{'域' * 81}\n"
    questions, problems = quick_entry.read(typed)
    assert (questions, [(p.where.in_("zh"), p.what, p.how) for p in problems]) == (
        [],
        [
            (
                "第 1 行",
                Text(
                    "内容域最多 80 个字符，现有 81 个",
                    "A content area has at most 80 characters, there are 81",
                ),
                Text("请删去 1 个", "remove 1"),
            )
        ],
    )
