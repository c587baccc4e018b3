"""A browser, and for each test an installation of its own with a past."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.cast import Cast
from tests.journeys import prepared
from tests.journeys.site import Site

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium. Between commits it is walked in Chinese alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if getattr(item, "callspec", None) and item.callspec.params.get("language") == "en":
                item.add_marker(pytest.mark.twin)


@pytest.fixture(scope="session")
def program() -> str:
    """Where the browser is."""
    found = next((found for name in NAMES if (found := shutil.which(name))), None)
    if found is None:
        missing = (
            "Chromium is not installed: nobody walked through the pages (apt install chromium-headless-shell)"
        )
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return str(found)


@pytest.fixture(scope="session")
def browser(program: str) -> Iterator[Browser]:
    """One for all tests of the folder, whatever is run between them; each opens contexts of its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """Return the folder with the prepared data, which every test gets a copy of."""
    folder = tmp_path_factory.mktemp("prepared")
    return folder, prepared.build(folder)


@pytest.fixture
def site(browser: Browser, past: tuple[Path, Cast], tmp_path: Path) -> Iterator[Site]:
    """Serve a fresh copy of the prepared data."""
    yield from _served(browser, past, tmp_path / "data")


@pytest.fixture(scope="module")
def shared_site(
    browser: Browser, past: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One copy for all tests of a file that only look."""
    yield from _served(browser, past, tmp_path_factory.mktemp("site") / "data")


def _served(browser: Browser, past: tuple[Path, Cast], folder: Path) -> Iterator[Site]:
    shutil.copytree(past[0], folder)
    site = Site(folder, past[1], browser)
    site.open()
    try:
        yield site
    finally:
        site.close()
