"""A candidate takes the receipt and the file of their sitting home, and the auditor finds the file from the trail."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from sqlalchemy import select

from lms.platform.clock import utcnow
from lms.records.models import CompletionRecord
from lms.sittings.find import any_sitting
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.available import open_exams
from lms.sittings.start.sit import begin_sitting
from tests.journeys.pages import check_page
from tests.journeys.site import Site


@pytest.fixture
def sitting(site: Site) -> int:
    """王's sitting, handed in blank."""
    now = utcnow()
    with site.db.transaction() as session:
        exam = open_exams(session, site.cast.wang, now)[0].exam
        held = begin_sitting(session, site.cast.wang, exam.id, now, exam.access_code).sitting
        submit_sitting(session, site.cast.wang, held.id, {}, now)
    return held.id


def take(page: Page, name: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("button" if "PDF" in name else "link", name=name).click()
    return coming.value.path().read_bytes()


@pytest.mark.parametrize(
    ("language", "receipt", "way", "file"),
    [
        ("zh", "打印回执", "查看并下载考试过程档案", "下载档案（PDF）"),
        ("en", "Print the receipt", "View and download the file of this sitting", "Download the file (PDF)"),
    ],
)
def test_receipt_and_file_are_taken_home(
    site: Site, sitting: int, language: str, receipt: str, way: str, file: str
) -> None:
    page = site.visit(site.cast.wang, language)
    page.goto(f"/sittings/{sitting}/receipt")
    check_page(page)
    assert take(page, receipt).startswith(b"%PDF-")
    page.get_by_role("link", name=way).click()
    check_page(page)
    assert take(page, file).startswith(b"%PDF-")


def test_a_printed_result_takes_a_page_for_several_questions(site: Site) -> None:
    with site.db.read() as session:
        passed = session.scalars(
            select(CompletionRecord.sitting_id).where(CompletionRecord.person_id == site.cast.wang.id)
        ).one()
        questions = any_sitting(session, passed or 0).questions
    page = site.visit(site.cast.wang)
    page.goto(f"/sittings/{passed}/result")
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert (questions, len(pages) <= 10) == (15, True)


def test_the_auditor_finds_the_file_from_the_trail(site: Site, sitting: int) -> None:
    page = site.visit(site.cast.sun)
    page.goto("/audit")
    page.get_by_label("对象", exact=True).select_option("考试过程")
    page.get_by_label("对象编号").fill(str(sitting))
    page.get_by_role("button", name="查找").click()
    check_page(page)
    page.get_by_role("link", name=f"考试过程 {sitting}").first.click()
    check_page(page)
    assert take(page, "下载档案（PDF）").startswith(b"%PDF-")
