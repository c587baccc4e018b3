"""Comments on an item, the comparison of any two versions, and successors."""

import pytest

from lms.bank import comments, replace, write
from lms.bank.models import Item, ItemVersion
from lms.domain.problem import Refused
from tests.bank import texts
from tests.bank.answers import body_of, summary
from tests.web.faults import faults, tree, words


def test_a_comment_stays_with_the_item_and_changes_no_version(db, client_of, cast, made, state_of):
    before = state_of(made["approved"])
    reviewer, path = client_of(cast.zhao), f"/bank/{made['approved']}"
    assert reviewer.post(f"{path}/comments", data={"words": "选项<太>长"}).status_code == 303
    assert client_of(cast.chen).post(f"{path}/comments", data={"words": "已记下"}).status_code == 303
    body = body_of(client_of(cast.chen).get(path))
    comments_shown = [words(p) for p in tree(body).iter("p") if p.get("class") == "said"]
    assert (comments_shown, faults(body), state_of(made["approved"])) == (
        ["选项<太>长", "已记下"],
        [],
        before,
    )


@pytest.mark.parametrize("typed", ["", " ", "字" * 2001])
def test_an_empty_or_too_long_comment_is_refused_and_stays_in_its_field(client_of, cast, made, typed):
    body = body_of(client_of(cast.chen).post(f"/bank/{made['draft']}/comments", data={"words": typed}), 400)
    assert (
        next(a.text or "" for a in tree(body).iter("textarea") if a.get("id") == "words").strip()
        == typed.strip()
    )


def test_nobody_else_comments(db, cast, made, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        comments.add_comment(session, cast.lin, made["draft"], "甲", now)
    assert refused.value.status == 404


def test_any_two_versions_are_compared(db, client_of, cast, made, now):
    for number, stem in ((1, "二改？"), (2, "三改？")):
        with db.transaction() as session:
            write.save(session, cast.chen, made["draft"], number, texts.content("two", stem), now)
    body = body_of(client_of(cast.zhao).get(f"/bank/{made['draft']}/compare?old=1&new=3"))
    lines = [words(li) for li in tree(body).iter("li") if li.get("class") in ("added", "removed")]
    assert lines == ['－ 删去 stem = "第二题？"', '＋ 新增 stem = "三改？"']
    wrong = body_of(client_of(cast.zhao).get(f"/bank/{made['draft']}/compare?old=9&new=x"), 400)
    unknown = "没有这个选项，请从列表中选择"
    assert (faults(wrong), summary(wrong)) == ([], [("#old", f"从：{unknown}"), ("#new", f"到：{unknown}")])


def test_a_retired_question_names_its_successor_and_the_other_way_round(db, client_of, cast, made, state_of):
    client, path = client_of(cast.chen), f"/bank/{made['approved']}"
    answer = client.post(f"{path}/replace", data={"stem": "新的题干？", "reason": "条款已改"})
    assert answer.status_code == 303
    new = int(answer.headers["Location"].split("/")[-2])
    assert (state_of(made["approved"])[0], state_of(new)) == ("retired", ("draft", 1, None))
    with db.read() as session:
        version = session.query(ItemVersion).filter_by(item_id=new).one()
        names = session.get_one(Item, new).name, session.get_one(Item, made["approved"]).name
        assert [n.newer for n in replace.replacements(session, made["approved"])] == [True]
    assert (version.body["body"]["stem"], version.source) == ("新的题干？", "《条例》第十五条")
    assert names[0] in body_of(client.get(path))
    assert f"它接替的旧题：{names[1]}" in words(tree(body_of(client.get(f"/bank/{new}"))))


@pytest.mark.parametrize(
    "data", [{"stem": "第一题？", "reason": "x"}, {"stem": "", "reason": "x"}, {"stem": "新？", "reason": ""}]
)
def test_a_replacement_needs_a_new_stem_and_a_reason(client_of, cast, made, state_of, data):
    body = body_of(client_of(cast.chen).post(f"/bank/{made['approved']}/replace", data=data), 400)
    assert (faults(body), state_of(made["approved"])[0]) == ([], "approved")
