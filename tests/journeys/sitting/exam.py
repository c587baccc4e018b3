"""An exam as a candidate takes it, with the right answers at hand."""

import re
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import update

from lms import questions
from lms.exams.items import paper_items
from lms.platform.clock import utcnow
from lms.sittings.find import any_sitting, current_answers
from lms.sittings.models import Sitting
from tests.journeys.pages import fill
from tests.journeys.site import Site

Form = dict[str, list[str]]
BEGIN = {"zh": "开始考试", "en": "Begin the exam"}
NEXT_SECOND = """timer => new Promise(done => {
  new MutationObserver(() => done(timer.textContent)).observe(timer, {childList: true});
})"""
SLOWEST = """() => Math.max(...performance.getEntries()
  .filter(entry => entry.requestStart).map(entry => entry.responseEnd - entry.startTime)) / 1000"""
"""Seconds that the slowest request of the page took."""


def begin(page: Page, language: str = "zh") -> int:
    """Begin the exam whose page is open; the number of the sitting."""
    page.get_by_role("button", name=BEGIN[language]).click()
    page.wait_for_url(re.compile(r"/sittings/\d+/1$"))
    return int(page.url.split("/")[-2])


def wait_for_script(page: Page) -> None:
    """Until the page has read what this computer had kept: from now on it hears of answers and keys at once."""
    expect(page.get_by_role("button", name="关闭快捷键")).to_be_visible()


def right_answers(site: Site, sitting_id: int) -> list[Form]:
    """The keys of the paper, in its order, as the fields of their forms."""
    with site.db.read() as session:
        held = any_sitting(session, sitting_id)
        known = paper_items(session, {place.version_id for place in held.paper})
        asked = [known[place.version_id].question for place in held.paper]
        return [questions.response_to_form(one, questions.model_answer(one, "zh")) for one in asked]


def held_by_server(site: Site, sitting_id: int) -> list[int]:
    """The positions whose answer is in the database."""
    with site.db.read() as session:
        return sorted(current_answers(session, sitting_id).answered)


def end_in(site: Site, sitting: int, seconds: float) -> None:
    """Move the deadline of a sitting."""
    with site.db.transaction() as session:
        deadline = utcnow() + timedelta(seconds=seconds)
        session.execute(update(Sitting).where(Sitting.id == sitting).values(deadline=deadline))


def check_time_left(page: Page, deadline: datetime) -> None:
    """The page says how many seconds are left, two more or less.

    What it says is read when it has just said it. The server told it the time within a request, and it cannot know
    when: on a busy machine, where requests take long, it is off by half of that at most.
    """
    before = (deadline - utcnow()).total_seconds()
    said = page.locator("#timer").evaluate(NEXT_SECOND)
    after = (deadline - utcnow()).total_seconds()
    shown = sum(int(part) * 60**place for place, part in enumerate(reversed(said.split(":"))))
    doubt = 2 + page.evaluate(SLOWEST) / 2
    assert after - doubt <= shown <= before + doubt


def answer(page: Page, number: int, fields: Form) -> None:
    """Answer the question that is on the page."""
    form = page.locator(f"#q{number}")
    expect(form).to_be_visible()
    fill(form, f"q{number}", fields)


def go_on(page: Page, number: int) -> None:
    """To the next question; from the last one to the review."""
    page.locator(f"#q{number} button[value=next]").click()
