"""HR filters the completion records, takes them out as files, and sees its own units only."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import check_page
from tests.journeys.site import Site

WORDS = {
    "zh": ("结业记录", "筛选", "导出 Excel", "导出 CSV", "办公室统筹协调实务"),
    "en": (
        "Completion records",
        "Filter",
        "Export as Excel",
        "Export as CSV",
        "Coordination in the Government Office",
    ),
}


def expect_names(page: Page, *names: str) -> None:
    """These people are in the table, and nobody else."""
    expect(page.locator("tbody th")).to_have_text(names)


def taken_out(page: Page, button: str, within: str = "main") -> bytes:
    with page.expect_download() as waiting:
        page.locator(within).get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hr_of_the_city_filters_and_exports(shared_site: Site, language: str) -> None:
    title, narrow, _, as_csv, course = WORDS[language]
    page = shared_site.visit(shared_site.cast.he, language)
    page.goto("/")
    page.locator(".tasks a.button", has_text="导出" if language == "zh" else "export").click()
    expect(page.locator("h1")).to_have_text(title)
    expect_names(page, "王敏", "罗强")
    page.locator("#unit").select_option("FIN")
    page.get_by_role("button", name=narrow).click()
    expect_names(page, "罗强")
    assert "unit=FIN" in page.url
    rows = list(csv.reader(io.StringIO(taken_out(page, as_csv).decode("utf-8-sig"))))
    assert [(row[0], row[1], row[2], row[5]) for row in rows[1:]] == [
        (shared_site.cast.luo.login, "罗强", "市财政局", course)
    ]
    check_page(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_excel_file_holds_what_the_page_shows(shared_site: Site, language: str) -> None:
    page = shared_site.visit(shared_site.cast.he, language)
    page.goto("/records")
    sheet = openpyxl.load_workbook(io.BytesIO(taken_out(page, WORDS[language][2]))).active
    rows = [[str(cell) for cell in row[:2]] for row in sheet.iter_rows(values_only=True)]
    head = [["工号", "姓名"]] if language == "zh" else [["Employee number", "Name"]]
    people = [[who.login, who.name] for who in (shared_site.cast.wang, shared_site.cast.luo)]
    assert rows[-3:] == head + people


def test_hr_of_one_bureau_sees_and_exports_its_own_only(shared_site: Site) -> None:
    page = shared_site.visit(shared_site.cast.wu)
    page.goto("/records")
    expect_names(page, "王敏")
    assert page.locator("#unit option").evaluate_all("all => all.map(o => o.value)") == ["", "EDU"]
    rows = list(csv.reader(io.StringIO(taken_out(page, "导出 CSV").decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["王敏"]
    page.goto("/records?unit=FIN")
    expect(page.locator(".error-summary a")).to_have_text("单位（含下级）：没有这个选项，请从列表中选择")
    expect(page.locator("tbody tr")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("罗强")


def test_a_filter_that_nothing_fits_says_what_to_do(shared_site: Site) -> None:
    page = shared_site.visit(shared_site.cast.he)
    page.goto("/records?from=2020-01-01&until=2020-12-31")
    expect(page.locator(".empty")).to_contain_text("请放宽筛选条件")
    check_page(page)


@pytest.mark.parametrize(
    ("language", "place", "title", "button"),
    [
        ("zh", "报表", "结业记录", "导出 Excel"),
        ("en", "Reports", "Completion records", "Export as Excel"),
    ],
)
def test_hr_finds_a_report_and_takes_it_out(
    shared_site: Site, language: str, place: str, title: str, button: str
) -> None:
    page = shared_site.visit(shared_site.cast.he, language)
    page.goto("/")
    page.locator(".site-nav").get_by_role("link", name=place).click()
    expect(page.locator("h1")).to_have_text(place)
    check_page(page)
    expect(page.locator("#completions")).to_have_text(title)
    page.locator("#completions-unit").select_option("FIN")
    within = "section[aria-labelledby=completions]"
    sheet = openpyxl.load_workbook(io.BytesIO(taken_out(page, button, within))).active
    assert [row[1] for row in sheet.iter_rows(values_only=True)][1:] == ["罗强"]


def test_days_in_the_wrong_order_are_named_on_the_page_of_reports(shared_site: Site) -> None:
    page = shared_site.visit(shared_site.cast.he)
    page.goto("/reports")
    page.locator("#completions-from").fill("2026-11-23")
    page.locator("#completions-until").fill("2026-11-22")
    page.locator("section[aria-labelledby=completions]").get_by_role("button", name="导出 CSV").click()
    expect(page.locator(".error-summary a")).to_have_text("到：早于“结业日期从”，请改正其中一个")
    expect(page.locator("#completions-from")).to_have_value("2026-11-23")
    check_page(page)
