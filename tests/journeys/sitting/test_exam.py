"""From the start page of an exam to the certificate: with the page's script, and by forms alone."""

import io
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import prepared
from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import answer, begin, go_on, held_by_server, right_answers

COURSE = "field-research"
WORDS = {
    "zh": ("去考试", r"已保存 \d\d:\d\d:\d\d", "去交卷", "确认交卷", "查看成绩", "全部题目都已作答"),
    "en": ("To the exam", r"Saved \d\d:\d\d:\d\d", "Continue to submission", "Submit now", "See the result", "Every question has an answer"),
}  # fmt: skip
SCHEMES = {"zh": ("light", "dark"), "en": ("dark", "light")}
FIELDS = "form => Array.from(new FormData(form)).filter(([name]) => name.startsWith('q2.'))"


def on_the_home_page(site: Site, language: str, **options: Any) -> Page:
    """林 has learned the course; her home page leads her to its exam."""
    with site.db.transaction() as session:
        prepared.learn(session, site.cast.lin, COURSE, prepared.utcnow())
    page = site.visit(site.cast.lin, language, **options)
    page.goto("/")
    page.locator(".tasks li").first.get_by_role("link", name=WORDS[language][0]).click()
    return page


def hand_in(page: Page, language: str) -> None:
    """From the review to the result, which is a pass."""
    _, _, to_hand_in, confirm, to_result, complete = WORDS[language]
    expect(page.locator(".notice.good")).to_contain_text(complete)
    page.get_by_role("link", name=to_hand_in).click()
    page.get_by_role("button", name=confirm).click()
    expect(page.locator(".summary-list")).to_contain_text(re.compile(r"[0-9A-Z]{4}[- ][0-9A-Z]{4}"))
    page.get_by_role("link", name=to_result).click()
    expect(page.locator(".score-figure")).to_have_text("100")


def certificate(page: Page) -> bytes:
    """The PDF of the one certificate."""
    page.goto("/certificates")
    address = page.locator("main a.button.primary").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(pdf: bytes) -> str:
    """What stands in it."""
    return "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def verdict(site: Site, pdf: bytes, language: str) -> str:
    """What a stranger is told who hands the file in on the public page."""
    page = site.visit(None, language)
    page.goto("/verify")
    page.locator("#file").set_input_files({"name": "c.pdf", "mimeType": "application/pdf", "buffer": pdf})
    with page.expect_navigation():
        page.locator("main form button.primary").click()
    check_page(page, SCHEMES[language])
    return page.locator(".notice").first.inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_exam_with_the_script_leads_to_a_certificate(site: Site, language: str) -> None:
    page = on_the_home_page(site, language)
    check_page(page, SCHEMES[language])
    sitting = begin(page, language)
    right = right_answers(site, sitting)
    for number, fields in enumerate(right, 1):
        answer(page, number, fields)
        if number in (1, 2):
            expect(page.locator("#save-state")).to_have_text(re.compile(WORDS[language][1]))
        if number == 2:
            assert held_by_server(site, sitting) == [1, 2]
            before = page.locator("#q2").evaluate(FIELDS)
            page.reload()
            expect(page.locator('.answer-sheet [data-state="answered"]')).to_have_count(2)
            assert page.locator("#q2").evaluate(FIELDS) == before
            check_page(page, SCHEMES[language])
        go_on(page, number)
    page.wait_for_url("**/review")
    assert held_by_server(site, sitting) == list(range(1, len(right) + 1))
    check_page(page, SCHEMES[language])
    hand_in(page, language)
    check_page(page, SCHEMES[language])
    pdf = certificate(page)
    assert "林晓" in text_of(pdf)
    site.work()
    assert {"zh": "有效", "en": "valid"}[language] in verdict(site, pdf, language)
    assert {"zh": "未核验通过", "en": "Not verified"}[language] in verdict(site, pdf + b" ", language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_exam_needs_no_script(site: Site, language: str) -> None:
    page = on_the_home_page(site, language, java_script_enabled=False)
    sitting = begin(page, language)
    for number, fields in enumerate(right_answers(site, sitting), 1):
        answer(page, number, fields)
        go_on(page, number)
        page.wait_for_url(re.compile(f"/{number + 1}$|/review$"))
        assert held_by_server(site, sitting) == list(range(1, number + 1))
    hand_in(page, language)
    assert "林晓" in text_of(certificate(page))
