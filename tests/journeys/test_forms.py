"""A form that is not right, in a browser: the summary has the focus, leads to each field, and all is kept."""

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import check_page
from tests.journeys.site import Site

WORDS = {
    "zh": ("建立账号", "错误：新建账号 · 五能", ["工号：缺少工号，请填写", "单位：没有选单位，请选择单位", "邮箱：邮箱写法不对，请写成 name@example.cn"]),
    "en": (
        "Create the account",
        "Error: Create an account · Wuneng",
        [
            "Employee number: The employee number is missing; fill it in",
            "Unit: No unit is chosen; choose one",
            "E-mail: This is not an e-mail address; write it as name@example.cn",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_that_is_not_right_comes_back_whole(shared_site: Site, language: str, script: bool) -> None:
    page = shared_site.visit(shared_site.cast.an, language, java_script_enabled=script)
    button, title, errors = WORDS[language]
    page.goto("/people/new")
    page.locator("#name").fill("高远")
    page.locator("#email").fill("gao")
    page.get_by_role("button", name=button).click()
    expect(page).to_have_title(title)
    expect(page.locator(".error-summary li")).to_have_text(errors)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#name")).to_have_value("高远")
    expect(page.locator("#email")).to_have_value("gao")
    page.locator(".error-summary a").first.click()
    expect(page.locator("#login")).to_be_focused()
    if script:
        check_page(page)
