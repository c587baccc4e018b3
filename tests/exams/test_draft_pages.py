"""The pages on which an exam is composed, checked, tried and published, without any script."""

import re

import pytest
from sqlalchemy import func, select

from lms.bank.models import Item
from lms.competency.models import Competency
from lms.exams.models import Exam, ExamDraft
from lms.platform.audit import AuditEvent
from lms.results.models import ScoreRun
from lms.sittings.models import Sitting
from tests.exam_data import BODIES, exam, item
from tests.web.faults import faults, tree, words
from tests.web.returned import returned

BOTH = {"title_zh": "新考试", "title_en": "New exam"}
FACTS = {
    **BOTH,
    "instructions_zh": "请独立作答。",
    "instructions_en": "Work alone.",
    "cut_set_by_zh": "教研组商定",
    "cut_set_by_en": "Agreed",
    "minutes": "４５",
    "attempts": "2",
    "pass_percent": "60",
    "shuffle_items": "yes",
    "shuffle_options": "yes",
    "review": "marks",
    "release": "at_once",
    "after_submission": "none",
    "addresses": "127.0.0.0/8",
}


@pytest.fixture
def bank(db, now):
    with db.transaction() as session:
        for n in range(6):
            body = {**BODIES["single_choice"], "stem": f"第{n}问？"}
            item(session, now, f"w-{n}", body=body, area="form" if n else "style")
        item(session, now, "flood", "description", {"stem": "暴雨。"})
        item(session, now, "flood-1", body={**BODIES["single_choice"], "stem": "先报谁？"}, case="flood")


@pytest.fixture
def chen(client_of, cast, bank):
    return client_of(cast.chen)


class Desk:
    """A trainer's browser on one draft."""

    def __init__(self, client, db) -> None:
        self.client, self.db = client, db
        self.at = client.post("/manage/exams/new", data=BOTH).location

    def draft(self) -> ExamDraft:
        with self.db.read() as session:
            return session.get_one(ExamDraft, int(self.at.rpartition("/")[2]))

    def post(self, path: str, **form):
        return self.client.post(self.at + path, data={"version": self.draft().version, **form})

    def see(self, path: str = "") -> str:
        return words(tree(self.client.get(self.at + path).get_data(as_text=True)))

    def complete(self) -> None:
        self.post("/facts", **FACTS)
        self.post("", do="add-section", title_zh="一、单选", title_en="Part one")
        self.post("/sections/1/draw/1", competency="writing", count="3", points="10")


@pytest.fixture
def desk(chen, db):
    return Desk(chen, db)


def test_a_whole_exam_is_composed_and_published(desk, db):
    desk.complete()
    assert desk.draft().plan["minutes"] == 45
    assert "3106加一组抽题" in desk.see().replace(" ", "")  # three questions, ten points each, six fit
    assert "没有问题，可以发布" in desk.see("/check")
    answer = desk.post("/publish", audience="everybody")
    assert answer.status_code == 303
    with db.read() as session:
        published = session.scalars(select(Exam)).one()
        assert (published.number, answer.location) == (1, f"/manage/exams/{published.id}")
    assert "与已发布的第 1 版一致" in desk.see("/publish")


def test_matching_questions_are_counted_for_each_draw(desk):
    desk.complete()
    assert "现在的条件符合 6 题" in desk.see("/sections/1/draw/1")
    desk.post(
        "/sections/1/draw/1", competency="writing", count="3", areas=["form"], levels=["1"], then="stay"
    )
    page = desk.see("/sections/1/draw/1")
    assert "现在的条件符合 5 题" in page
    assert "form（5） style（1）" in page


def test_content_areas_are_read_by_their_names(desk, db, client_of, cast):
    desk.complete()
    with db.transaction() as session:
        session.get_one(Competency, "writing").areas = {"form": {"zh": "格式", "en": "Format"}}
        item_id = session.scalars(select(Item.id).where(Item.name == "w-1")).one()
    desk.post("/sections/1/draw/1", competency="writing", count="3", areas=["form", "style"], then="stay")
    assert "格式（5） style（1）" in desk.see("/sections/1/draw/1")
    assert "内容域 格式、style" in desk.see("")
    assert "内容域 格式" in desk.client.get(f"/bank/{item_id}").get_data(as_text=True)
    english = client_of(cast.chen, "en").get(desk.at).get_data(as_text=True)
    assert "area Format, style" in english


def test_what_is_mistyped_comes_back_and_changes_nothing(desk):
    before = desk.draft().version
    answer = desk.post("/facts", **FACTS | {"minutes": "一小时", "addresses": "考场三 10.1.2.0/24"})
    assert returned(answer).summary == {
        "minutes": "时长（分钟）：应是整数，请用数字填写，如 10",
        "addresses": "只能在这些地址的机器上开始：“考场三”不是网段或地址，请写成 10.1.2.0/24 或 10.1.2.7",
    }
    assert (answer.status_code, desk.draft().version) == (400, before)


def test_a_shortage_is_reported_at_its_part_and_solved(desk):
    desk.complete()
    desk.post("/sections/1/draw/2", competency="writing", count="9", points="1")
    page = desk.client.get(desk.at + "/check").get_data(as_text=True)
    text = words(tree(page))
    assert "第 1 部分第 2 处抽题：要 9 题，符合条件的有 6 题" in text
    assert f'href="{desk.at}/sections/1/draw/2"' in page
    assert desk.post("/publish", audience="everybody").status_code == 409
    desk.post("", do="remove 1 draw 2")
    assert "没有问题，可以发布" in desk.see("/check")


def test_parts_and_sections_are_moved_and_removed(desk):
    desk.complete()
    desk.post("", do="add-section", title_zh="二", title_en="Two")
    desk.post("/sections/2/case/1", competency="writing", count="1", questions="1", points="5")
    desk.post("", do="fix 2", item="writing/w-1")
    desk.post("", do="section-up 2")
    plan = desk.draft().plan
    assert [section["title"]["zh"] for section in plan["section"]] == ["二", "一、单选"]
    assert plan["section"][0]["fixed"] == [{"item": "writing/w-1"}]
    desk.post("/sections/1", title_zh="材料", title_en="Case")
    desk.post("", do="remove 1 fixed 1")
    desk.post("", do="section-remove 2")
    assert desk.draft().plan["section"] == [
        {
            "title": {"zh": "材料", "en": "Case"},
            "case": [{"competency": "writing", "count": 1, "questions": 1, "points": "5"}],
            "fixed": [],
        }
    ]


@pytest.mark.parametrize(
    "do", ["", "up 1", "up 1 draw", "remove 1 else 1", "section-up x", "fix", "up ² draw 1"]
)
def test_an_unknown_button_changes_nothing(desk, do):
    desk.complete()
    before = desk.draft().version
    assert desk.post("", do=do).status_code == 200
    assert desk.draft().version == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk):
    desk.complete()
    old = desk.draft().version - 1
    for path, form in (
        ("/facts", FACTS | {"title_zh": "我的名称"}),
        ("/sections/1/draw/1", {"competency": "writing", "count": "8"}),
        ("", {"do": "section-remove 1"}),
        ("/discard", {}),
        ("/publish", {"audience": "everybody"}),
    ):
        refused = desk.client.post(desk.at + path, data=form | {"version": old})
        body = refused.get_data(as_text=True)
        assert (refused.status_code, path, "刚被别人" in body) == (409, path, True)
        assert form.get("title_zh", "") in body
        assert f'name="version" value="{old + 1}"' in body
        assert faults(body) == []
    assert desk.draft().version == old + 1


def test_items_are_searched_and_fixed_with_one_button(desk):
    desk.complete()
    page = desk.see("/sections/1/search?q=先报")
    assert ("flood-1" in page, "w-1" in page) == (True, False)
    desk.post("", do="fix 1", item="writing/flood-1")
    assert "已在卷中" in desk.see("/sections/1/search?q=先报")


def seed_of(desk) -> str:
    return desk.client.get(desk.at + "/rehearsal").location


def test_a_test_sitting_shows_a_paper_scores_it_and_leaves_nothing(desk, db):
    desk.complete()
    address = seed_of(desk)
    page = desk.client.get(address).get_data(as_text=True)
    assert faults(page) == []
    assert ("因为如此" in page, "标准答案" in page) == (False, False)
    answers = dict.fromkeys(set(re.findall(r'name="(q\d\.choice)"', page)), "a")
    with db.read() as session:
        before = session.scalar(select(func.count()).select_from(AuditEvent))
    scored = desk.client.post(address, data=answers).get_data(as_text=True)
    assert faults(scored) == []
    text = words(tree(scored))
    assert ("30 满分 30，合格线 18" in text, "因为如此" in text, "合格" in text) == (True, True, True)
    with db.read() as session:
        for noun in (Sitting, ScoreRun, Exam):
            assert session.scalar(select(func.count()).select_from(noun)) == 0
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == before


def test_a_test_sitting_of_an_unfinished_draft_says_so(desk):
    assert "暂时抽不出试卷" in desk.see("/rehearsal")


def test_a_draft_is_exported_as_a_file(desk):
    desk.complete()
    answer = desk.client.get(desk.at + "/export")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="exam-20261123.toml"'
    assert '[[section.draw]]\ncompetency = "writing"' in answer.get_data(as_text=True)


def test_a_published_exam_is_edited_and_copied_on_pages(chen, db, now):
    exam_id = exam(db, now, items=0)
    at = chen.post(f"/manage/exams/{exam_id}/draft").location
    assert "服务器上的组卷文件（writing）" in chen.get(at).get_data(as_text=True)
    assert chen.post(f"/manage/exams/{exam_id}/draft").location == at
    copied = chen.post(f"/manage/exams/{exam_id}/copy").location
    assert copied.endswith("/facts")
    listed = words(tree(chen.get("/manage/exams").get_data(as_text=True)))
    assert ("公文写作测评（副本） writing-copy" in listed, "与发布的一致" in listed) == (True, True)


def test_a_trainee_finds_the_exam_once_it_is_published(desk, client_of, cast):
    lin = client_of(cast.lin)
    desk.complete()
    assert "新考试" not in lin.get("/exams").get_data(as_text=True)
    desk.post("/publish", audience="everybody")
    assert "新考试" in lin.get("/exams").get_data(as_text=True)


def test_the_home_page_reminds_of_what_is_not_published(desk):
    def home() -> str:
        return words(tree(desk.client.get("/").get_data(as_text=True)))

    desk.complete()
    assert "1 份考试草稿未发布" in home()
    desk.post("/publish", audience="everybody")
    assert "份考试草稿未发布" not in home()
    desk.post("/facts", **FACTS | {"minutes": "50"})
    assert "1 份考试草稿未发布" in home()


def test_only_those_who_compose_see_drafts(desk, client_of, cast):
    desk.complete()
    for who in (cast.lin, cast.zhao, cast.he, cast.jian, cast.an, cast.sun):
        for path in ("", "/facts", "/check", "/rehearsal", "/publish", "/export", "/sections/1"):
            assert client_of(who).get(desk.at + path).status_code == 403
    assert desk.client.get("/manage/drafts/999").status_code == 404


def test_a_retired_item_is_missing_at_once(desk, db):
    desk.complete()
    desk.post("", do="fix 1", item="writing/w-3")
    with db.transaction() as session:
        session.scalars(select(Item).where(Item.name == "w-3")).one().state = "retired"
    assert "第 1 部分第 1 处指定题：要 1 题，符合条件的有 0 题" in desk.see("/check")


def test_an_item_for_practice_only_is_not_offered_and_a_draft_that_names_it_is_refused(desk, db, now):
    with db.transaction() as session:
        body = {**BODIES["single_choice"], "stem": "先办哪一件？"}
        item(session, now, "judge", body=body, practice=True)
    desk.complete()
    found = [
        words(a)
        for a in tree(desk.client.get(f"{desk.at}/sections/1/search").get_data(as_text=True)).iter("a")
        if "/bank/" in a.get("href", "")
    ]
    assert found == [*[f"w-{n}" for n in range(6)], "flood", "flood-1"]
    desk.post("", do="fix 1", item="writing/judge")
    body = desk.see("/check")
    assert "writing/judge 仅供练习，不能进考试" in body
    assert "请换一道题；确要考它，先在题目里把用途改为“考试和练习”，经审题人批准" in body
    assert "草稿还有 1 处要改" in desk.see("/rehearsal")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_good_html(client_of, cast, bank, db, language):
    desk = Desk(client_of(cast.chen, language=language), db)
    desk.complete()
    desk.post("/sections/1/case/1", competency="writing", count="1", questions="1")
    for path in ("", "/facts", "/sections/1", "/sections/1/draw/1", "/sections/1/draw/2", "/sections/1/case/1",
                 "/sections/1/case/2?competency=writing", "/sections/1/fixed/1", "/sections/1/search",
                 "/check", "/rehearsal?seed=5", "/publish"):  # fmt: skip
        answer = desk.client.get(desk.at + path)
        assert (answer.status_code, faults(answer.get_data(as_text=True)), path) == (200, [], path)


IN_CHINESE = {name: value for name, value in FACTS.items() if not name.endswith("_en")}


@pytest.fixture
def in_chinese(desk) -> Desk:
    """A draft that is complete, with no word of English."""
    desk.at = desk.client.post("/manage/exams/new", data={"title_zh": "只写中文"}).location
    desk.post("/facts", **IN_CHINESE | {"title_zh": "只写中文"})
    desk.post("", do="add-section", title_zh="一、单选")
    desk.post("/sections/1/draw/1", competency="writing", count="3", points="10")
    return desk


def test_chinese_alone_is_enough_to_check_rehearse_and_publish(in_chinese, client_of, cast):
    page = in_chinese.see("/check")
    assert "没有问题，可以发布" in page
    assert (
        "英文页面上显示中文：名称（英文）、考试说明（英文）、合格线依据（英文）、部分 1 的名称（英文）。"
        in page
    )
    assert "一、单选" in in_chinese.see("/rehearsal?seed=5")
    answer = in_chinese.post("/publish", audience="everybody")
    assert answer.status_code == 303
    lin = client_of(cast.lin, language="en")
    exam_page = lin.get(answer.location.replace("/manage", "")).get_data(as_text=True)
    assert faults(exam_page) == []
    assert '<h1 lang="zh-Hans">只写中文</h1>' in exam_page
    assert "请独立作答。" in words(tree(exam_page))


def test_what_is_empty_is_named_as_in_the_form_and_leads_to_its_field(desk):
    desk.post("", do="add-section", title_en="Part one")
    desk.post("/facts", **FACTS | {"title_zh": "", "instructions_zh": ""})
    page = desk.client.get(desk.at + "/check").get_data(as_text=True)
    links = {
        a.text: (a.get("href"), a.tail) for a in tree(page).iter("a") if a.get("href", "").startswith(desk.at)
    }
    empty = "没有填写；请补上这一项"
    assert {name: link for name, link in links.items() if link[1] == empty} == {
        "名称（中文）": (f"{desk.at}/facts#title", empty),
        "考试说明（中文）": (f"{desk.at}/facts#instructions", empty),
        "部分 1 的名称（中文）": (f"{desk.at}/sections/1#title", empty),
    }
    for path, name in (("/facts", "instructions"), ("/sections/1", "title")):
        ids = {
            box.get("id"): box.get("name")
            for box in tree(desk.client.get(desk.at + path).get_data(as_text=True)).iter()
        }
        assert ids[name] == f"{name}_zh"


def switch(desk, path: str) -> bool:
    page = tree(desk.client.get(desk.at + path).get_data(as_text=True))
    return next("checked" in box.attrib for box in page.iter("input") if box.get("id") == "english")


def test_the_english_fields_are_shown_once_there_is_english(in_chinese):
    assert (switch(in_chinese, "/facts"), switch(in_chinese, "/sections/1")) == (False, False)
    in_chinese.post("/sections/1", title_zh="一、单选", title_en="Part one")
    assert (switch(in_chinese, "/facts"), switch(in_chinese, "/sections/1")) == (False, True)


def test_a_copy_of_an_exam_in_chinese_has_no_english_title(in_chinese):
    in_chinese.at = in_chinese.client.post(in_chinese.at + "/copy").location.removesuffix("/facts")
    assert in_chinese.draft().plan["title"] == {"zh": "只写中文（副本）"}


def test_an_unfinished_draft_that_is_published_all_the_same_names_the_empty_fields(desk):
    text = words(tree(desk.post("/publish", audience="everybody").get_data(as_text=True)))
    assert "考试说明（中文）没有填写；请补上这一项" in text
    assert "instructions" not in text


def current_steps(desk) -> list[str]:
    page = tree(desk.client.get(desk.at).get_data(as_text=True))
    return [words(next(li.iter("a"))) for li in page.iter("li") if li.get("aria-current") == "step"]


def test_only_the_next_step_is_the_current_one(desk):
    assert current_steps(desk) == ["基本信息和规则"]
    desk.post("/facts", **FACTS)
    assert current_steps(desk) == ["试卷"]
    desk.complete()
    assert current_steps(desk) == ["发布"]
    desk.post("/publish", audience="everybody")
    assert current_steps(desk) == []


def test_the_page_of_an_exam_says_whether_there_are_changes_to_publish(desk):
    desk.complete()
    exam = desk.post("/publish", audience="everybody").location

    def button() -> str:
        page = tree(desk.client.get(exam).get_data(as_text=True))
        return next(words(a) for a in page.iter("a") if a.get("href") == desk.at)

    assert button() == "修改内容"
    desk.post("/facts", **FACTS | {"minutes": "50"})
    assert button() == "修改内容（有未发布的改动）"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_candidates_see_the_pass_mark_and_not_the_notes_about_it(desk, client_of, cast, language):
    desk.complete()
    exam = desk.post("/publish", audience="everybody").location
    notes = {"zh": "教研组商定", "en": "Agreed"}[language]
    assert notes in words(tree(client_of(cast.chen, language).get(exam).get_data(as_text=True)))
    seen = words(tree(client_of(cast.lin, language).get(exam.replace("/manage", "")).get_data(as_text=True)))
    assert {"zh": "总分的 60%", "en": "60% of the marks"}[language] in seen
    assert notes not in seen
