"""The forms of the people package come back with everything typed, and say at each field what to do."""

import pytest

from tests.web.faults import faults
from tests.web.returned import returned

LONG = "长" * 121


@pytest.fixture
def back(client_of, cast):
    """back("an", "zh", "/people/new", {…}): the form that this person gets back."""

    def post(who, language, address, typed):
        return returned(client_of(getattr(cast, who), language).post(address, data=typed))

    return post


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "name": "姓名：最多 120 个字符，现有 121 个，请删去 1 个",
                "unit": "单位：没有选单位，请选择单位",
                "email": "邮箱：邮箱写法不对，请写成 name@example.cn",
                "login": "工号：缺少工号，请填写",
            },
        ),
        (
            "en",
            {
                "name": "Name: At most 120 characters are allowed, there are 121; remove 1",
                "unit": "Unit: No unit is chosen; choose one",
                "email": "E-mail: This is not an e-mail address; write it as name@example.cn",
                "login": "Employee number: The employee number is missing; fill it in",
            },
        ),
    ],
)
def test_an_account_with_errors_comes_back(back, language, errors):
    typed = {"login": " ", "name": LONG, "unit": "", "post": "科员", "rank": "四级", "email": "gao"}
    page = back("an", language, "/people/new", typed)
    assert (page.status, page.summary) == (400, errors)
    assert {name: page.typed[name] for name in typed} == typed | {"login": ""} | {
        "login": page.typed["login"]
    }


def test_an_account_in_a_unit_that_is_not_offered(back, cast):
    page = back("an", "zh", f"/people/{cast.lin.id}", {"name": "林晓", "unit": "999999", "post": "x" * 81})
    assert (page.status, page.summary) == (
        400,
        {
            "unit": "单位：没有这个选项，请从列表中选择",
            "post": "职务：最多 80 个字符，现有 81 个，请删去 1 个",
        },
    )
    assert (page.typed["name"], page.typed["post"]) == ("林晓", "x" * 81)


def test_a_number_in_use_is_reported_in_the_summary(client_of, cast):
    answer = client_of(cast.an).post(
        "/people/new", data={"login": "E001", "name": "另一人", "unit": cast.city.id}
    )
    body = answer.get_data(as_text=True)
    assert (answer.status_code, "工号 E001 已有账号" in body, 'value="另一人"' in body) == (409, True, True)


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "parent": "上级单位：没有选上级单位，请选择上级单位",
                "code": "单位代码：没有填写，请填写",
                "name": "单位名称：最多 120 个字符，现有 121 个，请删去 1 个",
            },
        ),
        (
            "en",
            {
                "parent": "Parent: No parent is chosen; choose one",
                "code": "Code: It is empty; fill it in",
                "name": "Name: At most 120 characters are allowed, there are 121; remove 1",
            },
        ),
    ],
)
def test_a_unit_with_errors_comes_back(back, language, errors):
    page = back("an", language, "/units", {"parent": "", "code": "", "name": LONG, "name_en": "School"})
    assert (page.status, page.summary) == (400, errors)
    assert (page.typed["name"], page.typed["name_en"]) == (LONG, "School")


def test_an_invalid_code_is_reported_by_the_use_case_at_its_field(back, cast):
    page = back("an", "zh", "/units", {"parent": cast.city.id, "code": "A B", "name": "新局"})
    assert (page.status, page.summary) == (
        400,
        {"code": "单位代码：单位代码须为 1 到 40 个字符，不含空格，请改写代码"},
    )
    assert (page.typed["code"], page.typed["parent"]) == ("A B", str(cast.city.id))


def test_a_name_with_errors_comes_back(back, cast):
    page = back("an", "en", f"/units/{cast.finance.id}", {"name": "", "name_en": "x" * 161})
    assert page.summary == {
        "name": "Name: It is empty; fill it in",
        "name_en": "Name in English: At most 160 characters are allowed, there are 161; remove 1",
    }
    assert (page.typed["name"], page.typed["name_en"]) == ("", "x" * 161)


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {"role": "角色：没有选角色，请选择角色", "unit": "范围（含下级）：没有这个选项，请从列表中选择"},
        ),
        (
            "en",
            {
                "role": "Role: No role is chosen; choose one",
                "unit": "Unit, with all below: There is no such choice; choose one from the list",
            },
        ),
    ],
)
def test_a_grant_with_errors_comes_back(back, cast, language, errors):
    page = back("qian", language, f"/roles/{cast.wai.id}", {"role": "", "unit": "999999"})
    assert (page.status, page.summary) == (400, errors)


def test_a_role_that_does_not_exist_comes_back_with_the_unit(back, cast):
    page = back("qian", "zh", f"/roles/{cast.wai.id}", {"role": "root", "unit": cast.finance.id})
    assert page.summary == {"role": "角色：没有这个选项，请从列表中选择"}
    assert page.typed["unit"] == str(cast.finance.id)


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "name": "用途：缺少用途，请填写",
                "days": "有效天数：应是整数，请用数字填写，如 10",
                "password": "您的密码：没有填写，请填写",
            },
        ),
        (
            "en",
            {
                "name": "Purpose: The purpose is missing; fill it in",
                "days": "Days valid: It must be a whole number; write digits such as 10",
                "password": "Your password: It is empty; fill it in",
            },
        ),
    ],
)
def test_a_token_with_errors_comes_back(back, language, errors):
    page = back("lin", language, "/me/tokens", {"name": "", "days": "9o", "password": ""})
    assert (page.status, page.summary, page.typed["days"]) == (400, errors, "9o")


def test_a_token_for_too_long_and_a_password_that_is_wrong(back, cast, with_password):
    with_password(cast.lin)
    page = back("lin", "zh", "/me/tokens", {"name": "程序", "days": "367", "password": "x"})
    assert page.summary == {"days": "有效天数：应在 1 到 366 之间，请改正"}
    page = back("lin", "zh", "/me/tokens", {"name": "程序", "days": "30", "password": "x"})
    assert page.summary == {"password": "您的密码：密码不正确，请重新输入"}
    assert (page.typed["name"], page.typed["days"], page.typed["password"]) == ("程序", "30", "")


def test_a_language_that_there_is_not(back):
    assert back("lin", "zh", "/me/language", {"language": "fr"}).summary == {
        "language": "页面和邮件的语言：没有这个选项，请从列表中选择"
    }


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        ("zh", {"login": "工号：没有填写工号，请填写", "password": "密码：没有填写密码，请填写"}),
        (
            "en",
            {
                "login": "Employee number: The employee number is missing; fill it in",
                "password": "Password: The password is missing; fill it in",
            },
        ),
    ],
)
def test_signing_in_with_nothing(client_of, language, errors):
    page = returned(client_of(None, language).post("/sign-in", data={"next": "/me"}))
    assert (page.status, page.summary) == (400, errors)


def test_signing_in_with_a_number_that_is_none(client_of):
    page = returned(client_of(None).post("/sign-in", data={"login": "E" * 41, "password": "x"}))
    assert page.summary == {"login": "工号：最多 40 个字符，现有 41 个，请删去 1 个"}
    assert page.typed["login"] == "E" * 41


def test_a_password_of_ones_own(back, cast, with_password):
    with_password(cast.lin)
    page = back("lin", "zh", "/me/password", {"old": "", "new": "一" * 129, "again": ""})
    assert page.summary == {
        "old": "原密码：没有填写，请填写",
        "new": "新密码：最多 128 个字符，现有 129 个，请删去 1 个",
        "again": "再输一遍新密码：没有填写，请填写",
    }
    page = back("lin", "en", "/me/password", {"old": "x", "new": "long enough 1", "again": "long enough 2"})
    assert page.summary == {
        "again": "New password again: The two new passwords are not the same; enter them again"
    }


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "action": "操作：没有这个选项，请从列表中选择",
                "number": "对象编号：填了编号，没有选对象，请选择对象，如“试题”",
                "since": "自：不是日期，请写成 2026-11-23",
                "until": "至：年份应在 1990 到 2200 之间，请改正",
            },
        ),
        (
            "en",
            {
                "action": "Action: There is no such choice; choose one from the list",
                "number": "Number of the object: There is a number but no kind of object; choose the object, such as “Question”",
                "since": "From: This is not a date; write it as 2026-11-23",
                "until": "Until: The year must be from 1990 to 2200; correct it",
            },
        ),
    ],
)
def test_the_filter_of_the_trail(client_of, cast, language, errors):
    query = {"login": "E001", "number": "17", "since": "2026-13-01", "until": "9999-12-31"}
    asked = query | {"action": "people.dance"}
    page = returned(client_of(cast.sun, language).get("/audit", query_string=asked))
    assert (page.status, page.summary) == (400, errors)
    assert {name: page.typed[name] for name in query} == query


def test_a_place_in_the_trail_that_is_none(client_of, cast):
    answer = client_of(cast.sun).get("/audit?before=x")
    assert (answer.status_code, faults(answer.get_data(as_text=True))) == (400, [])


def test_two_days_of_the_trail_that_contradict_each_other(client_of, cast):
    page = returned(client_of(cast.sun).get("/audit?since=2026-11-23&until=2026-11-22"))
    assert page.summary == {"until": "至：早于“自”，请改正其中一个"}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"seq": "12"}, {"hash": "指纹（64 位）：只填了序号，请同时填写指纹"}),
        ({"hash": "a" * 64}, {"seq": "序号：只填了指纹，请同时填写序号"}),
        (
            {"seq": "十二", "hash": "a" * 63},
            {
                "seq": "序号：应是整数，请用数字填写，如 10",
                "hash": "指纹（64 位）：应为 64 个字符，现有 63 个，请照存档抄写完整",
            },
        ),
    ],
)
def test_a_checkpoint_with_only_one_field_comes_back(back, typed, errors):
    page = back("sun", "zh", "/audit/verification", typed)
    assert (page.status, page.summary) == (400, errors)
    assert {name: page.typed[name] for name in typed} == typed


@pytest.mark.parametrize("address", ["/people?unit=x&q=" + "名" * 61, "/roles?role=x&q=" + "名" * 61])
def test_the_filters_of_people(client_of, cast, address):
    who = cast.an if "people" in address else cast.qian
    page = returned(client_of(who).get(address))
    second = "单位（含下级）" if "people" in address else "担任的角色"
    assert list(page.summary.values()) == [
        "姓名或工号：最多 60 个字符，现有 61 个，请删去 1 个",
        f"{second}：没有这个选项，请从列表中选择",
    ]
    assert page.typed["q"] == "名" * 61
