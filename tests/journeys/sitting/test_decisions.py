"""What an invigilator decides reaches the page within fifteen seconds: it is covered, resumes, is extended, ends."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, Response, expect
from sqlalchemy import select, update

from lms.candidates.accommodate import give_accommodation
from lms.domain.exam.allowance import Allowance
from lms.invigilation import intervene
from lms.invigilation.accept import late_answers
from lms.platform.clock import utcnow
from lms.sittings.find import any_sitting
from lms.sittings.models import Sitting, SittingEvent
from tests.journeys import prepared
from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import (
    answer,
    begin,
    end_in,
    go_on,
    held_by_server,
    right_answers,
    wait_for_script,
)
from tests.journeys.sitting.test_interrupted import SAVED, under_way

PRESENCE = 11_000
"""Milliseconds after which, at the latest, a page asks how its sitting is."""
HOME, OTHER = "h" * 22, "o" * 22
WORDS = {
    "zh": ("监考人员简宁已暂停考试，计时已停止。原因：停电", "监考人员简宁延长 10 分钟"),
    "en": (
        "The invigilator, 简宁, has paused the exam",
        "The invigilator, 简宁, has extended the exam by 10 min",
    ),
}


def decide(site: Site, decision, sitting: int, *more) -> None:
    """简 decides something about one sitting."""
    with site.db.transaction() as session:
        decision(session, site.cast.jian, [sitting], *more, utcnow())


def pause(site: Site, sitting: int) -> None:
    """简 paused it half a minute ago: the grace of five seconds is over, and nothing is taken any more.

    Nobody hears of a pause that has just begun, or the time that is left would change once more.
    """
    earlier = utcnow() - timedelta(seconds=30)
    with site.db.transaction() as session:
        intervene.pause(session, site.cast.jian, [sitting], "停电", utcnow())
        session.execute(update(Sitting).where(Sitting.id == sitting).values(paused_at=earlier))


def events(site: Site, sitting: int, *types: str) -> list[str]:
    with site.db.read() as session:
        query = select(SittingEvent.type).where(
            SittingEvent.sitting_id == sitting, SittingEvent.type.in_(types)
        )
        return list(session.scalars(query.order_by(SittingEvent.id)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pause_covers_the_questions_stops_the_clock_and_loses_nothing(site: Site, language: str) -> None:
    page, sitting, right = under_way(site, language, own_clock=True)
    page.route("**/answers", lambda route: route.abort())
    answer(page, 2, right[1])
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    pause(site, sitting)
    page.unroute("**/answers")
    page.clock.fast_forward(PRESENCE)
    expect(page.locator("#exam-cover")).to_contain_text(WORDS[language][0])
    expect(page.locator("#q2")).to_be_hidden()
    check_page(page)
    stands = page.locator("#timer").inner_text()
    page.clock.run_for(2500)
    assert page.locator("#timer").inner_text() == stands
    assert held_by_server(site, sitting) == [1]
    decide(site, intervene.resume, sitting, "来电")
    page.clock.fast_forward(PRESENCE)
    expect(page.locator("#exam-cover")).to_be_hidden()
    expect(page.locator("#q2")).to_be_visible()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1, 2]
    expect(page.locator("#timer")).not_to_have_text(stands)


def test_a_page_opened_during_a_pause_continues_by_itself(site: Site) -> None:
    page, sitting, _ = under_way(site)
    decide(site, intervene.pause, sitting, "停电")
    page.goto(f"/sittings/{sitting}")
    expect(page.locator("h1")).to_have_text("考试已暂停")
    check_page(page)
    decide(site, intervene.resume, sitting, "来电")
    page.wait_for_url(re.compile(r"/sittings/\d+/\d+$"))
    expect(page.locator("form.question:visible")).to_have_count(1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_extension_is_announced_and_shown_by_the_clock(site: Site, language: str) -> None:
    page, sitting, _ = under_way(site, language)
    before = seconds(page)
    decide(site, lambda s, who, ids, now: intervene.extend(s, who, ids, 10, "开考晚了", now), sitting)
    expect(page.locator("#extended")).to_contain_text(WORDS[language][1])
    assert seconds(page) > before + 500
    check_page(page)
    page.locator("#extended button").click()
    expect(page.locator("#extended")).to_have_count(0)


def seconds(page: Page) -> int:
    parts = [int(part) for part in page.locator("#timer").inner_text().split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def test_an_extension_in_the_last_moment_is_not_lost_by_the_page(site: Site) -> None:
    page, sitting, right = under_way(site, own_clock=True)
    end_in(site, sitting, 120)
    page.reload()
    expect(page.locator("form.question")).to_have_count(len(right))
    page.route("**/presence", lambda route: route.abort())  # it hears nothing before its clock is at nought
    decide(site, lambda s, who, ids, now: intervene.extend(s, who, ids, 10, "补时", now), sitting)
    page.clock.fast_forward(120_000)
    expect(page.locator("#timer")).to_have_text(re.compile("^(0[89]|1[01]):"))
    page.unroute("**/presence")
    number = int(str(page.locator("form.question:visible").get_attribute("data-position")))
    answer(page, number, right[number - 1])
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == sorted({1, number})
    with site.db.read() as session:
        assert any_sitting(session, sitting).state == "open"


def test_the_page_says_who_collected_the_paper_and_why(site: Site) -> None:
    page, sitting, right = under_way(site)
    page.route("**/answers", lambda route: route.abort())
    answer(page, 2, right[1])
    decide(site, intervene.collect, sitting, "考场疏散")
    said = "监考人员简宁已收卷。原因：考场疏散。"
    waiting = "最后 1 题的改动收卷时还没有送到，正在补送"
    expect(page.locator("#over")).to_contain_text(said + waiting)
    page.unroute("**/answers")
    kept = "有 1 题的答案在截止后送达，已留存备查"
    expect(page.locator("#late")).to_contain_text(kept)
    expect(page.locator("#over")).not_to_contain_text("正在补送")
    expect(page.locator("#over")).to_contain_text(said.rstrip("。"))
    with site.db.read() as session:
        assert list(late_answers(session, sitting)) == [2]
    check_page(page)
    page.get_by_role("link", name="查看回执").click()
    page.wait_for_url("**/receipt")


def at(site: Site, device: str) -> Page:
    page = site.visit(site.cast.lin)
    page.context.add_cookies([{"name": "device", "value": device, "url": site.url}])
    return page


def test_a_second_device_takes_over_and_the_first_may_take_it_back(site: Site) -> None:
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    first = at(site, HOME)
    first.goto(f"/exams/{exam}")
    sitting = begin(first)
    right = right_answers(site, sitting)
    answer(first, 1, right[0])
    expect(first.locator("#save-state")).to_have_text(SAVED)
    second = at(site, OTHER)
    second.goto(f"/sittings/{sitting}")
    expect(second.locator("h1")).to_have_text("考试正在另一台电脑上进行")
    second.get_by_role("button", name="在本机继续考试").click()
    expect(second.locator('.answer-sheet [data-state="answered"]')).to_have_count(1)
    answer(second, 2, right[1])
    expect(second.locator("#save-state")).to_have_text(SAVED)
    expect(first.locator("#exam-cover")).to_contain_text("本场考试已换到另一台电脑")
    expect(first.locator("form.question:visible")).to_have_count(0)
    check_page(first)
    first.get_by_role("button", name="在本机继续考试").click()
    expect(first.locator('.answer-sheet [data-state="answered"]')).to_have_count(2)
    expect(second.locator("#exam-cover")).to_be_visible()
    assert events(site, sitting, "moved") == ["moved", "moved"]
    assert held_by_server(site, sitting) == [1, 2]


def test_a_released_sitting_stays_released_until_it_is_opened(site: Site) -> None:
    page = at(site, HOME)
    with site.db.read() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
    page.goto(f"/exams/{exam}")
    with page.expect_response("**/presence"):
        sitting = begin(page)
    expect(page.locator("form.question")).to_have_count(len(right_answers(site, sitting)))
    decide(site, intervene.release_device, sitting, "键盘坏了")
    expect(page.locator("#exam-cover")).to_be_visible()
    second = at(site, OTHER)
    with second.expect_response("**/presence"):
        second.goto(f"/sittings/{sitting}/1")
    expect(second.locator("#q1")).to_be_visible()
    with site.db.read() as session:
        assert any_sitting(session, sitting).device == OTHER


def test_a_sitting_without_a_time_limit_says_so(site: Site) -> None:
    with site.db.transaction() as session:
        exam = prepared.exam_id(session, prepared.EXAM)
        unlimited = Allowance(0, Decimal(1), True, False)
        give_accommodation(session, site.cast.he, site.cast.lin.id, None, unlimited, "凭证明", utcnow())
    page = site.visit(site.cast.lin)
    page.goto(f"/exams/{exam}")
    begin(page)
    wait_for_script(page)
    expect(page.locator("#timer")).to_have_text("不限时")
    page.keyboard.press("t")
    expect(page.locator("#announcer")).to_have_text("不限时")


@contextmanager
def reported(page: Page, what: str = "") -> Iterator[None]:
    """Do something, let the timers of the page run on, and wait until it has reported this to the server."""

    def carries(response: Response) -> bool:
        return response.url.endswith("/presence") and what in (response.request.post_data or "")

    with page.expect_response(carries):
        yield
        page.clock.run_for(PRESENCE)


def test_leaving_the_page_is_recorded_and_changing_questions_is_not(site: Site) -> None:
    page, sitting, right = under_way(site, own_clock=True)
    page.goto(f"/sittings/{sitting}/3")
    page.reload()
    expect(page.locator("form.question")).to_have_count(len(right))
    with reported(page):
        go_on(page, 3)
    assert events(site, sitting, "focus-lost", "focus-back") == []
    with reported(page, "focus-lost"):
        page.evaluate("() => window.dispatchEvent(new Event('blur'))")
    with reported(page, "focus-back"):
        page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    assert events(site, sitting, "focus-lost", "focus-back") == ["focus-lost", "focus-back"]
    with reported(page):
        page.goto(f"/sittings/{sitting}/review")
    assert events(site, sitting, "focus-lost", "focus-back") == ["focus-lost", "focus-back"]
