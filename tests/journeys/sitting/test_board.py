"""An invigilator and three candidates: they begin, are paused, resumed and extended, and their papers are collected."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.candidates.accommodate import give_accommodation
from lms.candidates.list_parser import CandidateRow
from lms.domain.exam.allowance import Allowance
from lms.domain.place import TextLine
from lms.invigilation.enrolment import candidate_list
from lms.platform.clock import utcnow
from lms.sittings.find import any_sitting
from lms.sittings.start.sit import begin_sitting
from tests.journeys import prepared
from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import answer, begin, check_time_left, right_answers

WORDS = {
    "zh": ("进行中", "暂停", "已暂停", "恢复", "延长时间"),
    "en": ("In progress", "Pause", "Paused", "Resume", "Extend"),
}
SCHEMES = {"zh": ("light", "dark"), "en": ("dark", "light")}


def exam_of_candidates(site: Site, slug: str = prepared.EXAM) -> int:
    """An exam for which 林, 王 and 罗 are listed."""
    with site.db.transaction() as session:
        exam = prepared.exam_id(session, slug)
        entries = [
            CandidateRow(TextLine(1), "E001", "第一考场", "1"),
            CandidateRow(TextLine(2), "E002", "第一考场", "2"),
            CandidateRow(TextLine(3), "E012", "第二考场"),
        ]
        candidate_list.add_candidates(session, site.cast.jian, exam, entries, utcnow())
    return exam


def row(board: Page, name: str):
    return board.locator("tr[data-row]").filter(has_text=name)


def decide(board: Page, words: str, language: str, *names: str) -> None:
    """Tick these people (nobody: everybody in the list), press the button, give the first reason."""
    for name in names:
        row(board, name).locator('input[name="s"]').check()
    if not names:
        board.locator('input[name="who"][value="shown"]').check()
    board.get_by_role("button", name=words, exact=True).click()
    check_page(board, SCHEMES[language])
    board.locator('label[for="reason"]').click()
    board.locator("main form button.primary").click()
    expect(board.locator(".notice.good")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_board_follows_and_decides(site: Site, language: str) -> None:
    under_way, pause, paused, resume, extend = WORDS[language]
    exam = exam_of_candidates(site)
    board = site.visit(site.cast.jian, language)
    board.goto(f"/invigilation/{exam}")
    check_page(board, SCHEMES[language])
    lin = site.visit(site.cast.lin, language)
    lin.goto(f"/exams/{exam}")
    sitting = begin(lin, language)
    expect(row(board, "林晓")).to_contain_text(under_way)
    answer(lin, 1, right_answers(site, sitting)[0])
    expect(row(board, "林晓")).to_contain_text("1 / 15")
    decide(board, pause, language, "林晓")
    expect(row(board, "林晓")).to_contain_text(paused)
    check_page(board, SCHEMES[language])
    expect(lin.locator("body")).to_contain_text(re.compile("暂停|[Pp]aused"))
    decide(board, resume, language, "林晓")
    with site.db.read() as session:
        before = any_sitting(session, sitting).deadline
    decide(board, extend, language, "林晓")
    with site.db.read() as session:
        deadline = any_sitting(session, sitting).deadline
    assert (deadline - before).total_seconds() == 600
    expect(row(board, "林晓")).to_contain_text("10")
    lin.goto(f"/sittings/{sitting}")
    expect(lin.locator("#timer")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    check_time_left(lin, deadline)


def test_a_group_of_three_at_once_and_without_a_script(site: Site) -> None:
    exam = exam_of_candidates(site, "research")
    with site.db.transaction() as session:
        for who in (site.cast.lin, site.cast.wang, site.cast.luo):
            begin_sitting(session, who, exam, utcnow())
    board = site.visit(site.cast.jian, java_script_enabled=False)
    for words, heading, state in (
        ("暂停", "暂停：3 人", "已暂停"),
        ("恢复", "恢复：3 人", "进行中"),
        ("收卷", "收卷：3 人", "监考收卷"),
    ):
        board.goto(f"/invigilation/{exam}")
        board.locator('input[name="who"][value="shown"]').check()
        board.get_by_role("button", name=words, exact=True).click()
        expect(board.locator("h1")).to_have_text(heading)
        expect(board.locator("main .table tbody tr")).to_have_count(3)
        board.locator('label[for="reason"]').click()
        board.locator("main form button.primary").click()
        expect(board.locator("tr[data-row] .tag")).to_have_text([state] * 3)
    board.goto(f"/invigilation/{exam}?group=第二考场&state=collected")
    expect(board.locator("tr[data-row]")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_an_exam_hall_are_well_formed_and_fit(site: Site, language: str) -> None:
    exam = exam_of_candidates(site, "research")
    with site.db.transaction() as session:
        sitting = begin_sitting(session, site.cast.lin, exam, utcnow()).sitting.id
        give_accommodation(session, site.cast.he, site.cast.lin.id, None, Allowance(10), "已核实", utcnow())
    lin = site.cast.lin.id
    watching = ("/invigilation", f"/invigilation/sittings/{sitting}", f"/candidates/{exam}/{lin}",
                f"/invigilation/sittings/{sitting}/transcript", "/invigilation/transcripts")  # fmt: skip
    keeping = ("/candidates", f"/candidates/{exam}", f"/candidates/{exam}/new?q=E00", "/accommodations",
               f"/candidates/{exam}/status?p={lin}", f"/accommodations/new?person={lin}")  # fmt: skip
    for who, addresses in ((site.cast.jian, watching), (site.cast.he, keeping), (site.cast.lin, ("/me",))):
        page = site.visit(who, language)
        for address in addresses:
            page.goto(address)
            check_page(page, SCHEMES[language])
