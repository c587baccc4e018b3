"""The pages of the bank, by those who write, review, or may do neither."""

import pytest
from sqlalchemy import select

from lms.bank import review, write
from lms.bank.browse.statistics import Statistic, save_statistics
from lms.bank.models import ItemVersion
from tests import exam_data
from tests.bank import texts
from tests.bank.answers import body_of, summary
from tests.web.faults import faults, tree, words


def buttons(body):
    return [words(b) for b in next(tree(body).iter("main")).iter() if b.tag in ("button", "summary")]


@pytest.mark.parametrize("person", ["lin", "he", "an", "qian", "sun", "zhou", "jian", "wai"])
def test_nobody_but_trainers_and_reviewers_sees_the_bank(client_of, cast, made, person):
    assert "第一题" in body_of(client_of(cast.chen).get("/bank"))
    assert "第一题" in body_of(client_of(cast.zhao).get("/bank"))
    client = client_of(getattr(cast, person))
    item = made["approved"]
    for path in ("/bank", "/bank/new", f"/bank/{item}", f"/bank/{item}/edit", f"/bank/{item}/versions/1"):
        assert "第一题" not in body_of(client.get(path), 403)
    for verb in ("hand-in", "approve", "give-back", "retire", "bring-back", "edit"):
        assert client.post(f"/bank/{item}/{verb}", data={"number": 1, "comment": "x"}).status_code == 403


def test_reviewers_do_not_write_and_trainers_do_not_review(client_of, cast, made, state_of):
    reviewer, trainer, item = client_of(cast.zhao), client_of(cast.chen), made["waiting"]
    for path in ("/bank/new", f"/bank/{item}/edit"):
        assert (trainer.get(path).status_code, reviewer.get(path).status_code) == (200, 403)
    assert reviewer.post(f"/bank/{made['draft']}/hand-in", data={"number": 1}).status_code == 403
    for verb in ("approve", "give-back"):
        assert trainer.post(f"/bank/{item}/{verb}", data={"number": 1, "comment": "x"}).status_code == 403
    assert (state_of(item), state_of(made["draft"])) == (("in_review", 1, None), ("draft", 1, None))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("person", ["chen", "zhao"])
def test_every_page_has_no_faults(client_of, cast, made, person, language):
    client = client_of(getattr(cast, person), language)
    paths = ["/bank", "/bank?q=nothing", "/bank?state=returned&mine=1", "/bank?after=999", "/"]
    paths += [f"/bank/{item}" for item in made.values()]
    paths += [f"/bank/{made['back']}/versions/1"]
    if person == "chen":
        paths += ["/bank/new", "/bank/new?competency=writing&kind=essay"]
        paths += [f"/bank/{made[name]}/edit" for name in ("approved", "waiting", "retired")]
    for path in paths:
        assert (path, faults(body_of(client.get(path)))) == (path, [])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_its_page(db, client_of, cast, now, language):
    with db.transaction() as session:
        ids = [
            exam_data.item(session, now, kind.replace("_", "-"), kind).item_id for kind in exam_data.BODIES
        ]
    client = client_of(cast.chen, language)
    for item_id in ids:
        assert faults(body_of(client.get(f"/bank/{item_id}"))) == []


def test_the_list_says_how_many_and_keeps_its_filter(db, client_of, cast, now):
    with db.transaction() as session:
        for number in range(51):
            exam_data.item(session, now, f"item-{number}")
        exam_data.item(session, now, "sum", "numeric")
    page = tree(body_of(client_of(cast.chen).get("/bank?kind=single_choice")))
    assert "共 51 题：已批准 51。" in words(page)
    (following,) = (a for a in page.iter("a") if a.get("rel") == "next")
    rest = tree(body_of(client_of(cast.chen).get(following.get("href"))))
    assert [words(a) for th in rest.iter("th") for a in th.iter("a")] == ["item-50"]


FLAG = {"zh": "为负，请核对答案", "en": "Negative: check the key"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_negative_discrimination_is_flagged_in_words_and_0_has_no_sign(db, client_of, cast, now, language):
    with db.transaction() as session:
        ids = [exam_data.item(session, now, f"item-{number}").id for number in range(3)]
        values = zip(ids, (-4_800, -40, 50), strict=True)
        save_statistics(session, [Statistic(id_, 9, 5_000, value) for id_, value in values], now)
    page = tree(body_of(client_of(cast.chen, language).get("/bank?sort=weak")))
    rows = [[words(td) for td in tr.iter("td")][-1] for tr in page.iter("tr") if list(tr.iter("td"))]
    assert rows == [f"-0.48{FLAG[language]}", "0.00", "0.01"]


def test_kinds_are_offered_in_the_order_of_their_use(client_of, cast):
    page = tree(body_of(client_of(cast.chen).get("/bank")))
    (field,) = (each for each in page.iter("select") if each.get("name") == "kind")
    assert [words(option) for option in field.iter("option")][1:] == [
        "单选题", "多选题", "判断题", "填空题", "数值题", "短答题", "排序题", "匹配题", "论述题", "说明材料",
    ]  # fmt: skip


def test_the_list_takes_few_queries(db, client_of, cast, now):
    with db.transaction() as session:
        for number in range(40):
            exam_data.item(session, now, f"item-{number}")
    client = client_of(cast.chen)
    with exam_data.counting(db) as statements:
        body_of(client.get("/bank"))
    assert (
        len([s for s in statements if "item" in s]) == 4
    )  # the rows, the totals, when statistics were counted, unfinished questions
    assert len(statements) <= 7


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=%00", []),
        ("after=0", []),
        ("level=9", ["#level"]),
        ("kind=x", ["#kind"]),
        ("state=x", ["#state"]),
        ("competency=x%00", ["#competency"]),
        ("tag=" + "t" * 81 + "&sort=x", ["#sort", "#tag"]),
    ],
)
def test_an_invalid_filter_is_explained_and_no_question_is_listed(client_of, cast, made, query, names):
    body = body_of(client_of(cast.chen).get(f"/bank?{query}"), 400 if names else 200)
    assert (faults(body), [href for href, _ in summary(body)]) == ([], names)
    assert ("<table" in body) is not bool(names)


@pytest.mark.parametrize("path", ["/bank/bulk", "/bank/export"])
def test_an_invalid_filter_of_another_page_is_explained_on_the_list(client_of, cast, made, path):
    client = client_of(cast.chen)
    for answer in (client.get(f"{path}?level=9&q=条例"), client.post(path, data={"level": "9", "q": "条例"})):
        assert (answer.status_code, answer.location) == (303, "/bank?q=%E6%9D%A1%E4%BE%8B&level=9")


def test_a_question_is_shown_in_both_languages_whatever_the_reader_reads(client_of, cast, made):
    for language in ("zh", "en"):
        page = tree(body_of(client_of(cast.chen, language).get(f"/bank/{made['approved']}")))
        zh, en = (s for s in page.iter("section") if s.get("class") == "face")
        assert ("请选一项" in words(zh), "第一题？" in words(zh), zh.get("lang")) == (True, True, "zh-Hans")
        assert ("Choose one" in words(en), "Which document" in words(en), en.get("lang")) == (
            True,
            True,
            "en",
        )


def test_the_key_is_marked_only_in_the_part_that_shows_it(client_of, cast, made):
    page = tree(body_of(client_of(cast.chen).get(f"/bank/{made['approved']}")))
    chosen = [(box.get("name"), box.get("value")) for box in page.iter("input") if "checked" in box.attrib]
    assert chosen == [("q-key-zh.choice", "a"), ("q-key-en.choice", "a")]


def test_the_actions_depend_on_the_person_and_on_the_state(client_of, cast, made):
    def offered(person, state):
        body = body_of(client_of(person).get(f"/bank/{made[state]}"))
        return [b for b in buttons(body) if b not in ("题目原文（TOML）", "发表")]

    retire, replace = ["停用", "确认停用"], ["换一道新题", "确认换题"]
    assert offered(cast.chen, "draft") == ["送审", *retire, *replace]
    assert offered(cast.chen, "waiting") == [*retire, *replace]
    assert offered(cast.zhao, "waiting") == ["批准", "退回修改", *retire]
    assert offered(cast.zhao, "approved") == retire
    assert offered(cast.zhao, "retired") == ["恢复使用"]


def test_a_reviewer_sees_what_would_change_and_returns_it(db, client_of, cast, made, now, state_of):
    item = made["approved"]
    with db.transaction() as session:
        write.save(session, cast.chen, item, 1, texts.content("one", "第一题（改）？"), now)
        review.submit_for_review(session, cast.chen, item, 2, now)
    client = client_of(cast.zhao)
    body = body_of(client.get(f"/bank/{item}"))
    assert "第 1 版仍在使用，直到最新一版批准。" in body
    assert "第 2 版比第 1 版改了什么" in body
    assert '－ 删去 stem = "第一题？" ＋ 新增 stem = "第一题（改）？"' in words(tree(body))
    assert "没有写理由" in body_of(client.post(f"/bank/{item}/give-back", data={"number": 2}), 400)
    data = {"number": 2, "comment": "不必改"}
    assert client.post(f"/bank/{item}/give-back", data=data).status_code == 303
    assert state_of(item) == ("draft", 2, 1)
    assert "不必改" in body_of(client_of(cast.chen).get(f"/bank/{item}"))


def test_an_author_who_also_reviews_cannot_approve_their_own(db, client_of, cast, made, now, state_of):
    with db.transaction() as session:
        item = texts.draft(session, cast.zhao, now, "own", stem="自己的题？").id
        review.submit_for_review(session, cast.chen, item, 1, now)
    client = client_of(cast.zhao)
    body = body_of(client.get(f"/bank/{item}"))
    assert ("您写过这道题" in body, "批准" in buttons(body)) == (True, False)
    refused = client.post(f"/bank/{item}/approve", data={"number": 1})
    assert "您写过这道题，不能审它" in body_of(refused, 403)
    assert state_of(item) == ("in_review", 1, None)


def test_a_decision_made_meanwhile_is_explained_and_shown(client_of, cast, made, state_of):
    client, path = client_of(cast.zhao), f"/bank/{made['waiting']}/approve"
    assert client.post(path, data={"number": 1}).status_code == 303
    second = body_of(client.post(path, data={"number": 1}), 409)
    assert ("这道题现在已批准，不能这样处理" in second, faults(second)) == (True, [])


def test_retiring_and_restoring(client_of, cast, made, state_of):
    client, path = client_of(cast.chen), f"/bank/{made['approved']}"
    assert client.post(f"{path}/retire", data={"comment": "条款已改"}).status_code == 303
    body = body_of(client.get(path))
    assert ("原因：条款已改（陈立）" in body, state_of(made["approved"])) == (True, ("retired", 1, None))
    assert client.post(f"{path}/bring-back").status_code == 303
    assert ("已恢复使用第 1 版" in body_of(client.get(path)), state_of(made["approved"])) == (
        True,
        ("approved", 1, 1),
    )


def test_a_version_says_what_it_changed(db, client_of, cast, made, now):
    with db.transaction() as session:
        write.save(session, cast.chen, made["draft"], 1, texts.content("two", "改过？"), now)
    client = client_of(cast.zhao)
    assert "这是第一版。" in body_of(client.get(f"/bank/{made['draft']}/versions/1"))
    body = body_of(client.get(f"/bank/{made['draft']}/versions/2"))
    assert ("比第 1 版改了什么" in body, faults(body)) == (True, [])
    assert client.get(f"/bank/{made['draft']}/versions/3").status_code == 404
    assert client.get("/bank/999").status_code == 404
    assert client.get(f"/bank/{2**70}").status_code == 404


def test_a_comment_is_text_and_not_html(client_of, cast, made):
    body = body_of(client_of(cast.chen).get(f"/bank/{made['back']}"))
    assert ("请补&lt;条款&gt;" in body, "请补<条款>" in body) == (True, False)


def test_a_page_takes_as_many_queries_for_many_versions_as_for_two(db, client_of, cast, made, now):
    def queries(latest):
        for number in latest:
            with db.transaction() as session:
                changed = texts.content("two", f"第 {number} 次改？")
                write.save(session, cast.chen, made["draft"], number, changed, now)
        with exam_data.counting(db) as statements:
            body_of(client.get(f"/bank/{made['draft']}"))
        return len(statements)

    client = client_of(cast.chen)
    few = queries([1])
    assert (queries(range(2, 9)), few <= 16) == (few, True)


def test_the_usage_of_an_item_comes_from_the_packages_that_use_it(db, client_of, cast, now):
    exam_id = exam_data.exam(db, now)
    with db.transaction() as session:
        other = texts.draft(session, cast.chen, now).id
        used = session.scalars(select(ItemVersion.item_id).order_by(ItemVersion.id)).first()
    client = client_of(cast.chen)
    assert exam_id
    assert "考试“公文写作测评”的抽题范围：第 1 版" in body_of(client.get(f"/bank/{used}"))
    assert "还没有考试用到它。" in body_of(client.get(f"/bank/{other}"))


def test_the_home_page_lists_the_tasks_of_each_person(client_of, cast, made):
    def tasks(person):
        body = body_of(client_of(person).get("/"))
        found = [li for ol in tree(body).iter("ol") if ol.get("class") == "tasks" for li in ol]
        links = [next(li.iter("a")).get("href") for li in found]
        heads = [words(next(li.iter("h2"))) for li in found]
        return [(h, a) for h, a in zip(heads, links, strict=True) if a.startswith("/bank?")]

    assert tasks(cast.zhao) == [("1 道题待审", "/bank?state=in_review")]
    assert tasks(cast.chen) == [
        ("1 道题被退回", "/bank?state=returned&mine=1"),
        ("1 道草稿未送审", "/bank?state=draft&mine=1"),
    ]
    assert "第四题" in body_of(client_of(cast.chen).get("/bank?state=returned&mine=1"))
