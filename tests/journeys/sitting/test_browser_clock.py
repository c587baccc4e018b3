"""A browser whose clock is wrong, or jumps: the time it shows is the server's, and so is every verdict."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lms.sittings.find import any_sitting
from lms.sittings.models import SittingEvent
from tests.journeys import prepared
from tests.journeys.site import Site
from tests.journeys.sitting.exam import answer, begin, check_time_left, right_answers

WRONG = {
    "a day ahead": "now() + 86400000",
    "a day behind": "now() - 86400000",
    "jumping by an hour and a half": "now() + (calls++ % 2 ? 5400000 : -5400000)",
}


@pytest.mark.parametrize("clock", WRONG.values(), ids=WRONG)
def test_the_time_shown_and_the_verdict_are_the_servers(site: Site, clock: str) -> None:
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page = site.visit(site.cast.lin)
    page.add_init_script(f"let calls = 0; const now = Date.now; Date.now = () => {clock};")
    page.goto(f"/exams/{exam}")
    sitting = begin(page)
    right = right_answers(site, sitting)
    expect(page.locator("form.question")).to_have_count(len(right))
    with site.db.read() as session:
        deadline = any_sitting(session, sitting).deadline
    check_time_left(page, deadline)
    answer(page, 1, right[0])
    expect(page.locator("#save-state")).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))
    check_time_left(page, deadline)
    page.reload()
    expect(page.locator("form.question")).to_have_count(len(right))
    check_time_left(page, deadline)
    with site.db.read() as session:
        kinds = select(SittingEvent.type).where(
            SittingEvent.sitting_id == sitting, SittingEvent.position == 1
        )
        assert set(session.scalars(kinds)) == {"answer"}
