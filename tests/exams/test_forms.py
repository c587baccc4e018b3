"""A form of composing or arranging that is not right comes back whole, with each error at its field."""

import pytest

from lms.exams.published import get_exam
from tests.exam_data import BODIES, exam, item
from tests.exams.test_draft_pages import FACTS, Desk
from tests.web.returned import Returned, returned

LONG = "长" * 401


@pytest.fixture
def desks(client_of, cast, db, now):
    """A trainer's browser on a draft, by language."""
    with db.transaction() as session:
        item(session, now, "w-1", body=BODIES["single_choice"], area="form")
    return {language: Desk(client_of(cast.chen, language=language), db) for language in ("zh", "en")}


def kept(form: Returned, *ids: str) -> list[str]:
    return [form.typed[id] for id in ids]


WRONG_FACTS = {
    "title_zh": LONG,
    "minutes": "一小时",
    "attempts": "0",
    "opens_at": "2026-02-30T09:00",
    "pass_percent": "120",
    "minima_writing": "half",
    "review": "",
    "addresses": "考场三 10.1.2.0/24",
}
CODE = "7" * 41


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "title": "名称（中文）：最多 400 个字符，现有 401 个，请删去 1 个",
                "minutes": "时长（分钟）：应是整数，请用数字填写，如 10",
                "attempts": "每人可考几次：应在 1 到 100 之间，请改正",
                "opens_at": "开始时间：不是时间，请写成 2026-11-23T09:00",
                "access_code": "考试口令：最多 40 个字符，现有 41 个，请删去 1 个",
                "pass_percent": "总分达到百分之几合格：应在 0 到 100 之间，请改正",
                "minima_writing": "writing（%）：应是数字，请写成 8 或 7.5，小数至多 2 位",
                "review": "公布以后：没有选择，请选择一项",
                "addresses": "只能在这些地址的机器上开始：“考场三”不是网段或地址，请写成 10.1.2.0/24 或 10.1.2.7",
            },
        ),
        (
            "en",
            {
                "title": "Title (Chinese): At most 400 characters are allowed, there are 401; remove 1",
                "minutes": "Minutes: It must be a whole number; write digits such as 10",
                "attempts": "Attempts per person: It must be from 1 to 100; correct it",
                "opens_at": "Opens: This is not a time; write it as 2026-11-23T09:00",
                "access_code": "Access code: At most 40 characters are allowed, there are 41; remove 1",
                "pass_percent": "Percentage of the total needed to pass: It must be from 0 to 100; correct it",
                "minima_writing": "writing (%): It must be a number; write it as 8 or 7.5, at most 2 decimals",
                "review": "After release: Nothing is chosen; choose one",
                "addresses": "Sittings may only begin on computers with these addresses: “考场三” is neither a network nor an "
                "address; write 10.1.2.0/24 or 10.1.2.7",
            },
        ),
    ],
)
def test_facts_that_are_wrong_come_back_and_change_nothing(desks, language, summary):
    desk, before = desks[language], desks[language].draft().version
    form = returned(desk.post("/facts", **FACTS | WRONG_FACTS | {"access_code": CODE}))
    assert (form.status, form.summary) == (400, summary)
    assert kept(form, "title", "title_en", "minutes", "opens_at", "access_code", "minima_writing") == [
        LONG,
        "New exam",
        "一小时",
        "2026-02-30T09:00",
        CODE,
        "half",
    ]
    assert kept(form, "addresses", "after_submission") == ["考场三 10.1.2.0/24", "none"]
    assert desk.draft().version == before


def test_facts_that_contradict_each_other_are_both_named(desks):
    window = {"opens_at": "2026-11-24T09:00", "closes_at": "2026-11-24T08:00"}
    shown = {"after_submission": "marks", "review": "score"}
    form = returned(desks["zh"].post("/facts", **FACTS | window))
    assert form.summary == {"closes_at": "结束时间：须晚于“开始时间”，请改正其中一个"}
    assert kept(form, "opens_at", "closes_at") == ["2026-11-24T09:00", "2026-11-24T08:00"]
    assert returned(desks["en"].post("/facts", **FACTS | window)).summary == {
        "closes_at": "Closes: It must be later than “Opens”; change one of the two"
    }
    form = returned(desks["zh"].post("/facts", **FACTS | shown))
    assert form.summary == {
        "after_submission": "交卷评完、公布以前：公布前给看的比“公布以后”还多，请改正其中一个"
    }


def test_a_plan_with_everything_is_unchanged_when_it_is_saved_again(desks):
    desk = desks["zh"]
    window = {"opens_at": "2026-11-24T09:00", "closes_at": "2026-11-24T11:00", "access_code": "7788"}
    assert (
        desk.post("/facts", **FACTS | window | {"minima_writing": "50.5", "wait_hours": "3"}).status_code
        == 303
    )
    assert desk.draft().plan == {
        "title": {"zh": "新考试", "en": "New exam"},
        "instructions": {"zh": "请独立作答。", "en": "Work alone."},
        "cut_set_by": {"zh": "教研组商定", "en": "Agreed"},
        "minutes": 45,
        "attempts": 2,
        "wait_hours": 3,
        "pass_percent": "60",
        "minima": {"writing": "50.5"},
        "shuffle_items": True,
        "shuffle_options": True,
        "review": "marks",
        "release": "at_once",
        "after_submission": "none",
        "addresses": ["127.0.0.0/8"],
        "section": [],
    }


def test_a_title_or_a_short_name_that_is_wrong_comes_back(client_of, cast):
    typed = {"title_zh": LONG, "title_en": "New", "slug": "a" * 81}
    form = returned(client_of(cast.chen).post("/manage/exams/new", data=typed))
    assert (form.status, form.summary) == (
        400,
        {
            "title_zh": "考试名称（中文）：最多 400 个字符，现有 401 个，请删去 1 个",
            "slug": "短名：最多 80 个字符，现有 81 个，请删去 1 个",
        },
    )
    assert kept(form, "title_zh", "title_en", "slug") == [LONG, "New", "a" * 81]
    english = client_of(cast.chen, language="en").post("/manage/exams/new", data={"slug": "A B"})
    assert returned(english).summary == {
        "slug": "Short name: A short name may contain only lower-case letters (a–z), digits and hyphens; "
        "for example coordination-2026; you can also leave it empty"
    }


def test_a_short_name_that_is_in_use_is_reported_at_its_field(client_of, cast):
    chen = client_of(cast.chen)
    assert chen.post("/manage/exams/new", data={"slug": "same"}).status_code == 303
    form = returned(chen.post("/manage/exams/new", data={"slug": "same", "title_zh": "另一场"}))
    assert (form.status, form.typed["title_zh"]) == (409, "另一场")
    assert form.summary == {"slug": "短名：短名 same 已被占用，请换一个，或修改那场考试"}


@pytest.mark.parametrize("path", ["", "/sections/1"])
def test_the_title_of_a_section_comes_back_when_it_is_too_long(desks, path):
    desk = desks["zh"]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    form = returned(desk.post(path, do="add-section", title_zh=LONG, title_en="Two"))
    label = "部分名称（中文）"
    assert form.summary == {"title": f"{label}：最多 400 个字符，现有 401 个，请删去 1 个"}
    assert kept(form, "title", "title_en") == [LONG, "Two"]
    assert [section["title"] for section in desk.draft().plan["section"]] == [{"zh": "一", "en": "One"}]


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "count": "抽几题：应是整数，请用数字填写，如 10",
                "points": "每题分值：分值应大于 0，请改正，或留空",
                "kinds": "题型（都不选就是不限）：没有这个选项，请从列表中选择",
                "levels": "等级（都不选就是不限）：没有这个选项，请从列表中选择",
                "areas": "内容域（都不选就是不限）：没有这个选项，请从列表中选择",
            },
        ),
        (
            "en",
            {
                "count": "How many questions: It must be a whole number; write digits such as 10",
                "points": "Points for each: It must be more than 0; correct it, or leave it empty",
                "kinds": "Kinds (none ticked means any): There is no such choice; choose one from the list",
                "levels": "Levels (none ticked means any): There is no such choice; choose one from the list",
                "areas": "Areas (none ticked means any): There is no such choice; choose one from the list",
            },
        ),
    ],
)
def test_a_draw_that_is_wrong_comes_back(desks, language, summary):
    desk = desks[language]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    typed = {"count": "三", "points": "0", "kinds": "riddle", "levels": ["1", "6"], "areas": "那" * 81}
    form = returned(desk.post("/sections/1/draw/1", competency="writing", **typed))
    assert (form.status, form.summary) == (400, summary)
    assert kept(form, "count", "points", "levels") == ["三", "0", "1"]
    assert desk.draft().plan["section"][0].get("draw", []) == []


def test_a_case_and_a_fixed_question_that_are_wrong_come_back(desks):
    desk = desks["zh"]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    form = returned(
        desk.post("/sections/1/case/1", competency="writing", count="301", questions="x", points="-1")
    )
    assert form.summary == {
        "count": "抽几个材料：应在 1 到 300 之间，请改正",
        "questions": "每个材料出几道小题：应是整数，请用数字填写，如 10",
        "points": "每道小题分值：应在 0 到 999999 之间，请改正",
    }
    form = returned(desk.post("/sections/1/fixed/1", item="甲" * 201, points="1.234"))
    assert form.summary == {
        "item": "题名：最多 200 个字符，现有 201 个，请删去 1 个",
        "points": "分值：应是数字，请写成 8 或 7.5，小数至多 2 位",
    }
    assert kept(form, "item", "points") == ["甲" * 201, "1.234"]


def test_a_draw_has_a_competency_that_exists(desks):
    desk = desks["zh"]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    place = f"{desk.at}/sections/1/draw/1"
    assert [desk.client.get(f"{place}{more}").status_code for more in ("", "?lang=en")] == [200, 200]
    assert desk.client.get(f"{desk.at}/sections/1/fixed/1?do=choose").status_code == 200
    assert returned(desk.client.get(f"{place}?do=choose")).summary == {
        "competency": "考哪项能力：没有选择，请选择一项"
    }
    assert returned(desk.client.get(f"{place}?competency=juggling")).summary == {
        "competency": "考哪项能力：没有这个选项，请从列表中选择"
    }
    english = desks["en"].client.get(f"{place}?do=choose")
    assert returned(english).summary == {
        "competency": "Which competency does it measure?: Nothing is chosen; choose one"
    }


def test_a_search_with_too_many_words_is_refused_and_lists_no_questions(desks):
    desk = desks["zh"]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    form = returned(desk.client.get(f"{desk.at}/sections/1/search?q={'w' * 61}&competency=juggling"))
    assert (form.status, form.typed["q"]) == (400, "w" * 61)
    assert form.summary == {
        "q": "题目里的字词或题名：最多 60 个字符，现有 61 个，请删去 1 个",
        "competency": "能力：没有这个选项，请从列表中选择",
    }


@pytest.mark.parametrize("path", ["", "/facts", "/sections/1", "/sections/1/fixed/1", "/publish", "/discard"])
@pytest.mark.parametrize("version", ["", "newest"])
def test_a_page_that_does_not_say_what_it_showed_changes_nothing(desks, path, version):
    desk = desks["zh"]
    desk.post("", do="add-section", title_zh="一", title_en="One")
    form = FACTS | {"do": "section-remove 1", "version": version}
    answer = desk.client.post(desk.at + path, data=form)
    words = "没有说明是草稿的哪一版，请重新打开草稿再改" if not version else "草稿的版本：应是整数"
    assert (answer.status_code, words in answer.get_data(as_text=True)) == (400, True)
    assert desk.draft().version == 2


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "opens_at": "开始时间：不是时间，请写成 2026-11-23T09:00",
                "access_code": "考试口令：最多 40 个字符，现有 41 个，请删去 1 个",
                "closed": "状态：没有选择，请选择一项",
            },
        ),
        (
            "en",
            {
                "opens_at": "Opens: This is not a time; write it as 2026-11-23T09:00",
                "access_code": "Access code: At most 40 characters are allowed, there are 41; remove 1",
                "closed": "State: Nothing is chosen; choose one",
            },
        ),
    ],
)
def test_arrangements_that_are_wrong_come_back_and_change_nothing(
    client_of, cast, db, now, language, summary
):
    exam_id = exam(db, now)
    chen = client_of(cast.chen, language=language)
    typed = {"opens_at": "明天", "closes_at": "2026-11-24T09:00", "access_code": CODE}
    form = returned(chen.post(f"/manage/exams/{exam_id}", data=typed))
    assert (form.status, form.summary) == (400, summary)
    assert kept(form, *typed) == list(typed.values())
    with db.read() as session:
        arranged = get_exam(session, exam_id)
    assert (arranged.closes_at, arranged.access_code) == (None, "")
