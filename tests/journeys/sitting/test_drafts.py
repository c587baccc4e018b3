"""What was typed is on the disk of this computer at once, and nobody but the open sitting can read it."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.exam_data import exam_of_kinds
from tests.journeys.own_browser import own_browser
from tests.journeys.prepared import utcnow
from tests.journeys.site import Site
from tests.journeys.sitting.exam import BEGIN, held_by_server, wait_for_script

CANARY = "canary-tsch7q-先稳控现场"
SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")
SPOIL = """() => new Promise((done, failed) => {
  const opened = indexedDB.open("wuneng-drafts", 1);
  opened.onsuccess = () => {
    const store = opened.result.transaction("answers", "readwrite").objectStore("answers");
    const all = store.getAll();
    all.onsuccess = () => { all.result.forEach((row) => { row.sealed[40] ^= 1; store.put(row); }); };
    store.transaction.oncomplete = () => done(all.result.length);
    store.transaction.onerror = failed;
  };
})"""
SECOND = "Math.random = () => 0.2;"
"""The first answer of a page goes out after a second; by then it was written to the disk for the last time."""
LEFT_BEHIND = """(sitting) => new Promise((done) => {
  const opened = indexedDB.open("wuneng-drafts", 1);
  opened.onsuccess = () => {
    const writing = opened.result.transaction("answers", "readwrite");
    writing.objectStore("answers").put({sitting: sitting, position: 9, person: "0", seq: 1, kept_at: Date.now()});
    writing.oncomplete = done;
  };
})"""
ROWS = """() => new Promise((done) => {
  const opened = indexedDB.open("wuneng-drafts", 1);
  opened.onsuccess = () => {
    const all = opened.result.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => done(all.result.map((row) => Object.keys(row).sort()));
  };
})"""


def essay(site: Site, page: Page) -> int:
    """林 begins an exam of one essay; the number of the sitting."""
    exam = exam_of_kinds(site.db, utcnow(), "essay", slug="canary")
    page.goto(f"{site.url}/exams/{exam}")
    page.get_by_role("button", name=BEGIN["zh"]).click()
    page.wait_for_url(re.compile(r"/sittings/\d+/1$"))
    wait_for_script(page)
    return int(page.url.split("/")[-2])


def on_disk(profile: Path, text: str) -> list[str]:
    """The files of a browser's profile that hold this text, in any encoding that browsers use."""
    forms = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le")]
    forms += [part.encode(encoding) for part in text.split("-")[1:2] for encoding in ("utf-8", "utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file()]
    return [str(path.relative_to(profile)) for path in files if any(f in path.read_bytes() for f in forms)]


def test_what_was_typed_survives_a_killed_browser_and_is_encrypted_on_disk(
    site: Site, browser: Browser, program: str, tmp_path: Path
) -> None:
    profile, cookies = tmp_path / "profile", {"lang": "zh", "sid": site.cookie(site.cast.lin)}
    with own_browser(browser.browser_type, program, profile) as first:
        page = first.page(site.url, cookies)
        sitting = essay(site, page)
        page.route("**/api/**", lambda route: route.abort())
        page.locator("#q1 textarea").press_sequentially(CANARY)
        page.evaluate(ROWS)  # answered after what was written before: the last key has left the page
        first.kill()
    assert held_by_server(site, sitting) == []
    assert (profile / "Default" / "IndexedDB").is_dir()
    assert on_disk(profile, CANARY) == []
    with own_browser(browser.browser_type, program, profile) as second:
        page = second.page(site.url, cookies)
        page.goto(f"{site.url}/sittings/{sitting}/1")
        expect(page.locator("#q1 textarea")).to_have_value(CANARY)
        expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1]


def test_the_search_of_the_disk_would_find_what_is_not_encrypted(
    site: Site, browser: Browser, program: str, tmp_path: Path
) -> None:
    with own_browser(browser.browser_type, program, tmp_path / "profile") as started:
        page = started.page(site.url, {})
        page.goto(f"{site.url}/sign-in")
        page.evaluate(
            """(text) => new Promise((done) => {
              const opened = indexedDB.open("bare", 1);
              opened.onupgradeneeded = () => opened.result.createObjectStore("all");
              opened.onsuccess = () => {
                const writing = opened.result.transaction("all", "readwrite", {durability: "strict"});
                writing.objectStore("all").put(text, 1);
                writing.oncomplete = done;
              };
            })""",
            CANARY,
        )
        started.kill()
    assert on_disk(tmp_path / "profile", CANARY) != []


def test_a_draft_that_cannot_be_opened_is_discarded_with_a_notice(site: Site) -> None:
    page = site.visit(site.cast.lin)
    page.add_init_script(SECOND)
    sitting = essay(site, page)
    page.context.route("**/api/**", lambda route: route.abort())
    page.locator("#q1 textarea").fill(CANARY)
    expect(page.locator("#save-state")).to_have_text("网络中断，已暂存 1 题")
    assert page.evaluate(ROWS) == [["kept_at", "person", "position", "sealed", "seq", "sitting"]]
    assert page.evaluate(SPOIL) == 1
    page.reload()
    expect(page.locator("#unreadable")).to_contain_text("本机有 1 题的暂存内容无法打开，已丢弃")
    expect(page.locator("#q1 textarea")).to_have_value("")
    page.context.unroute("**/api/**")
    page.locator("#q1 textarea").fill("再写一遍")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert held_by_server(site, sitting) == [1]
    assert page.evaluate(ROWS) == []


def test_after_the_receipt_nothing_of_the_paper_is_left_in_the_browser(site: Site) -> None:
    page = site.visit(site.cast.lin)
    sitting = essay(site, page)
    page.locator("#q1 textarea").fill(CANARY)
    page.locator("#q1 button[value=next]").click()
    page.wait_for_url("**/review")
    page.get_by_role("link", name="去交卷").click()
    page.evaluate(LEFT_BEHIND, f"/api/v1/sittings/{sitting}")
    assert page.evaluate(ROWS) != []
    page.get_by_role("button", name="确认交卷").click()
    page.wait_for_url("**/receipt")
    assert page.evaluate(ROWS) == []
