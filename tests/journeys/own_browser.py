"""A browser with a profile on disk that can be killed, as a power cut or a crash would."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Page

from tests.journeys.pages import watch
from tests.journeys.site import PATIENCE

FLAGS = ["--headless=new", "--remote-debugging-port=0", "--no-sandbox", "--disable-gpu", "--no-first-run"]


class OwnBrowser:
    """Chromium as a process of its own."""

    def __init__(self, kind: BrowserType, program: str, profile: Path) -> None:
        port = profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        limit = time.monotonic() + PATIENCE / 1000
        while not port.exists() or len(port.read_text().split()) < 2:
            assert time.monotonic() < limit, "the browser does not start"
            time.sleep(0.05)
        self.browser: Browser = kind.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")

    def page(self, base: str, cookies: dict[str, str]) -> Page:
        """A page of the profile itself, with these cookies."""
        context = self.browser.contexts[0]
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
        return watch(context.new_page())

    def kill(self) -> None:
        """SIGKILL, all of it, now."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def own_browser(kind: BrowserType, program: str, profile: Path) -> Iterator[OwnBrowser]:
    """Started, and killed at the end if it has not been before."""
    started = OwnBrowser(kind, program, profile)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.kill()
