"""A question changes, on pages or in its file: new sittings get the new text, earlier ones keep theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.app import wire
from lms.cli import main
from lms.domain.access import Actor
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.files import Files
from tests import make, small, walk
from tests.cast import Cast
from tests.journeys import prepared
from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import begin

WORDS = {
    "zh": ("修改", "预览", "保存草稿", "送审", "去审题", "批准", "已批准"),
    "en": ("Edit", "Preview", "Save draft", "Submit for review", "Review", "Approve", "Approved"),
}
OLD, NEW = "第1题：选正确的一项。", "第1题：按现行规定，选正确的一项。"


@pytest.fixture
def small_site(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An installation whose one exam asks all four questions of a small bank; its files may be changed."""
    data, now = tmp_path / "data", utcnow()
    data.mkdir()
    wire()
    db = Database(f"sqlite:///{data / 'wuneng.sqlite3'}")
    make.schema(db.url)
    with db.transaction() as session:
        small.load_into(session, tmp_path / "content", Files(data / "files"), now)
        cast = Cast(session, now)
    db.dispose()
    monkeypatch.setenv("LMS_CONTENT_DIR", str(tmp_path / "content"))
    site = Site(data, cast, browser)
    site.open()
    yield site
    site.close()


def load(site: Site) -> None:
    """Run lms content load."""
    assert main(["content", "load", "--data", str(site.folder)]) == 0


def result_of(site: Site, person: Actor) -> str:
    """Return the address of the result of an exam that the person sits and submits now."""
    with site.db.transaction() as session:
        return f"/sittings/{walk.sit_exam(session, person, utcnow())}/result"


def stems(page: Page) -> list[str]:
    """Return the questions on the page, sorted by their text."""
    return sorted(page.locator(".stem").all_inner_texts())


def start_sitting(site: Site, person: Actor) -> Page:
    """Start a sitting; return the page with all its questions."""
    with site.db.read() as session:
        exam = prepared.exam_id(session, "writing")
    page = site.visit(person)
    page.goto(f"/exams/{exam}")
    page.goto(f"/sittings/{begin(page)}/all")
    return page


def rewrite(page: Page, language: str) -> None:
    """The trainer edits the text: first incompletely, then for a preview, then saves it and submits it for review."""
    edit, preview, save, hand_in, *_ = WORDS[language]
    page.goto("/bank?q=item-1")
    page.get_by_role("link", name="item-1").click()
    page.get_by_role("link", name=edit).click()
    stem = page.locator("#f-stem")
    stem.fill("")
    page.get_by_role("button", name=save).click()
    expect(page.locator(".notice li a")).to_have_attribute("href", "#f-stem")
    check_page(page)
    stem.fill(NEW)
    page.get_by_role("button", name=preview).click()
    expect(page.locator(".face .stem").first).to_have_text(NEW)
    check_page(page)
    page.get_by_role("button", name=save).click()
    page.get_by_role("button", name=hand_in).click()
    expect(page.locator(".tag.wait").first).to_be_visible()


def approve(page: Page, language: str) -> None:
    """The reviewer finds the question from the home page, sees what changes, and approves."""
    *_, review, agree, approved = WORDS[language]
    page.goto("/")
    page.locator(".tasks").get_by_role("link", name=review).first.click()
    page.get_by_role("link", name="item-1").click()
    expect(page.locator(".changes .removed").first).to_contain_text(OLD)
    expect(page.locator(".changes .added").first).to_contain_text(NEW)
    check_page(page)
    page.get_by_role("button", name=agree, exact=True).click()
    expect(page.locator(".tag.good").first).to_have_text(approved)
    check_page(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_that_is_edited_and_approved_is_asked_from_then_on(
    small_site: Site, language: str
) -> None:
    cast = small_site.cast
    old_result = result_of(small_site, cast.lin)
    rewrite(small_site.visit(cast.chen, language), language)
    load(small_site)
    assert stems(start_sitting(small_site, cast.luo))[0] == OLD  # not approved: not asked
    approve(small_site.visit(cast.zhao, language), language)
    load(small_site)
    assert [stem for stem in stems(start_sitting(small_site, cast.wang)) if "第1题" in stem] == [NEW]
    page = small_site.visit(cast.lin, language)
    page.goto(old_result)
    assert [stem for stem in stems(page) if "第1题" in stem] == [OLD]
    check_page(page)


def test_a_changed_file_changes_new_papers_only(small_site: Site, tmp_path: Path) -> None:
    cast = small_site.cast
    old_result, under_way = result_of(small_site, cast.lin), start_sitting(small_site, cast.luo)
    file = tmp_path / "content" / "question_bank" / "writing" / "items.toml"
    file.write_text(file.read_text("utf-8").replace(OLD, NEW), "utf-8")
    load(small_site)
    assert [stem for stem in stems(start_sitting(small_site, cast.wang)) if "第1题" in stem] == [NEW]
    under_way.reload()
    assert [stem for stem in stems(under_way) if "第1题" in stem] == [OLD]
    page = small_site.visit(cast.lin)
    page.goto(old_result)
    assert [stem for stem in stems(page) if "第1题" in stem] == [OLD]
