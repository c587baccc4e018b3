"""A list binds: those on it find the exam, others find it neither at home nor on its page."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import prepared
from tests.journeys.pages import check_page, choose
from tests.journeys.site import Site

WORDS = {
    "zh": (
        "加入名单",
        "名单已经生效",
        "只限名单上的 1 人",
        "改变谁能参加",
        "您不在这场考试的参加范围内",
        "没有选单位",
    ),
    "en": (
        "Add to the list",
        "The list binds",
        "Only those on the list, at present 1",
        "Change who may sit it",
        "This exam is not meant for you",
        "No unit is chosen",
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_on_no_list_finds_no_exam_until_a_trainer_opens_it_to_a_unit(
    site: Site, language: str
) -> None:
    add, binds, only, change, refused, no_unit = WORDS[language]
    with site.db.read() as session:
        exam = prepared.exam_id(session, "emergency")
    hr = site.visit(site.cast.he, language)
    hr.goto(f"/candidates/{exam}/new")
    hr.locator("#lines").fill(site.cast.lin.login)
    hr.get_by_role("button", name=add, exact=True).click()
    expect(hr.locator("body")).to_contain_text(binds)
    check_page(hr)

    lin, luo = site.visit(site.cast.lin, language), site.visit(site.cast.luo, language)
    for page, there in ((lin, 1), (luo, 0)):
        page.goto("/exams")
        expect(page.locator(f'main h2 a[href="/exams/{exam}"]')).to_have_count(there)
    luo.goto(f"/exams/{exam}")
    expect(luo.locator("main")).to_contain_text(refused)
    expect(luo.locator("main form")).to_have_count(0)
    check_page(luo)

    trainer = site.visit(site.cast.chen, language)
    trainer.goto(f"/manage/exams/{exam}")
    expect(trainer.locator("main")).to_contain_text(only)
    check_page(trainer)
    trainer.get_by_role("link", name=change).click()
    choose(trainer.locator("main"), "[name=audience][value=units]")
    trainer.locator("main form button.primary").click()
    expect(trainer.locator(".error-summary")).to_contain_text(no_unit)
    check_page(trainer)
    choose(trainer.locator("main"), f'[name=units][value="{site.cast.finance.id}"]')
    trainer.locator("main form button.primary").click()
    expect(trainer).to_have_url(re.compile(rf"/manage/exams/{exam}$"))
    luo.goto("/exams")
    expect(luo.locator(f'main h2 a[href="/exams/{exam}"]')).to_have_count(1)
