"""HR assigns a course to a unit and a person, changes the date, somebody joins, and the assignment is withdrawn."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from lms.domain.beijing import beijing_day
from lms.learning.assign import assign_course
from lms.learning.targets import Targets
from lms.platform.clock import utcnow
from tests.journeys.pages import check_page, choose
from tests.journeys.site import Site

COURSE = "official-documents"
WORDS = {
    "zh": {
        "new": "布置学习任务",
        "search": "查找",
        "assign": "布置",
        "passed": "期限：这一天已经过去，请选今天或以后的日期，或留空表示不限期",
        "assigned": "已布置，新增 2 人",
        "unit": "市财政局（含下级）",
        "change": "改期限",
        "set": "改为这个期限",
        "changed": "新增 0 人，改期 1 人",
        "save": "保存",
        "withdraw": "撤回任务",
        "confirm": "确认撤回",
        "no_reason": "撤回原因：没有写理由，请写明理由，日后可查",
        "withdrawn": "任务已撤回，2 人不再有这门课程的任务",
    },
    "en": {
        "new": "Assign a course",
        "search": "Search",
        "assign": "Assign",
        "passed": "Due: This day has passed; choose today or a later day, or leave it empty for no due date",
        "assigned": "Assigned, newly to 2 people",
        "unit": "Finance Bureau and below",
        "change": "Change the due date",
        "set": "Set this date",
        "changed": "newly assigned to 0 people, changed for 1 person",
        "save": "Save",
        "withdraw": "Withdraw",
        "confirm": "Withdraw it",
        "no_reason": "Reason for withdrawing: No reason is given; write it, it is kept on record",
        "withdrawn": "The assignment has been withdrawn; 2 people are no longer assigned this course",
    },
}


def days_from_now(days: int) -> date:
    return beijing_day(utcnow()) + timedelta(days)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hr_assigns_a_course_changes_its_date_and_withdraws_it(site: Site, language: str) -> None:
    said, cast = WORDS[language], site.cast
    he = site.visit(cast.he, language)
    he.goto("/assignments")
    check_page(he)
    he.get_by_role("link", name=said["new"]).click()
    check_page(he)
    he.locator("#course").select_option(COURSE)
    he.locator("#unit").select_option(str(cast.finance.id))
    he.locator("#due").fill(days_from_now(-1).isoformat())
    he.locator("#q").fill(cast.lin.login)
    press(he, said["search"])
    choose(he.locator("main"), "[name=login]")
    check_page(he)
    press(he, said["assign"])
    expect(he.locator(".error-summary a")).to_have_text(said["passed"])
    check_page(he)
    he.locator("#due").fill(days_from_now(10).isoformat())
    press(he, said["assign"])
    expect(he.locator(".notice.good")).to_contain_text(said["assigned"])
    check_page(he)

    he.locator("tr", has_text=said["unit"]).get_by_role("link").click()
    expect(he.locator("tbody th")).to_have_text(["罗强"])
    he.locator("summary", has_text=said["change"]).click()
    he.locator("#due").fill(days_from_now(20).isoformat())
    press(he, said["set"])
    expect(he.locator(".notice.good")).to_contain_text(said["changed"])
    check_page(he)

    join_finance(site, language, said["save"])
    he.reload()
    expect(he.locator("tbody th")).to_have_text(["王敏", "罗强"])
    wang = site.visit(cast.wang, language)
    wang.goto("/")
    expect(wang.locator(f'.tasks a[href*="{COURSE}"]')).to_have_count(1)

    he.locator("summary", has_text=said["withdraw"]).click()
    press(he, said["confirm"])
    expect(he.locator(".error-summary a")).to_have_text(said["no_reason"])
    check_page(he)
    he.locator("#reason").fill("课程改版")
    press(he, said["confirm"])
    expect(he.locator(".notice.good")).to_contain_text(said["withdrawn"])
    expect(he.locator("tr", has_text=said["unit"])).to_have_count(0)
    wang.goto("/")
    expect(wang.locator(f'.tasks a[href*="{COURSE}"]')).to_have_count(0)
    auditor = site.visit(cast.sun, language)
    auditor.goto("/audit?action=learning.withdraw")
    expect(auditor.locator("main")).to_contain_text("课程改版")


def join_finance(site: Site, language: str, save: str) -> None:
    """The administrator moves 王 to the finance bureau."""
    page = site.visit(site.cast.an, language)
    page.goto(f"/people/{site.cast.wang.id}")
    page.locator("#unit").select_option(str(site.cast.finance.id))
    press(page, save)
    expect(page.locator("#unit")).to_have_value(str(site.cast.finance.id))
    expect(page.locator(".notice.good")).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "today", "overdue"),
    [("zh", "今天到期", "超期 16 天"), ("en", "Due today", "16 days overdue")],
)
def test_a_trainee_sees_first_what_is_overdue_and_what_is_due_today(
    site: Site, language: str, today: str, overdue: str
) -> None:
    unit, earlier = Targets(site.cast.education.id), utcnow() - timedelta(days=20)
    with site.db.transaction() as session:
        for slug, days in ((COURSE, 0), ("supervision-and-delivery", -16)):
            assign_course(session, site.cast.he, slug, unit, days_from_now(days), earlier)
    page = site.visit(site.cast.lin, language)
    for address in ("/", "/courses"):
        page.goto(address)
        expect(page.locator("main .tag.late, main .tag.alert")).to_have_text([overdue, today])
        expect(page.locator("main li").first).to_contain_text(overdue)
        check_page(page)
    page.goto("/courses/supervision-and-delivery")
    expect(page.locator("main .tag.late")).to_have_text(overdue)
    check_page(page)
