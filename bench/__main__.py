"""Measures everything and writes docs/performance.md: python -m bench [NAME …]

Names: save paper export start. What is not named keeps the lines it had.
"""

import os
import platform
import re
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench import export, paper, save, start
from bench.load import Latency

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# What it costs

Written by `python -m bench`, never by hand. Every part says on which machine and day it was measured; the limits are
promises, and a part that breaks its limit says so.
"""


def machine() -> str:
    """Processor, memory and versions, in one line."""
    words = Path("/proc/cpuinfo").read_text("utf-8")
    found = re.search(r"model name\s*: (.*)", words)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} × {found.group(1).strip() if found else platform.machine()}",
        f"{memory:.0f} GiB",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("granian", "Flask", "SQLAlchemy")),
        f"load {os.getloadavg()[0]:.1f}",
    ]
    return f"{date.today().isoformat()}, " + ", ".join(parts)


def verdict(holds: bool) -> str:
    """What a reader looks for first."""
    return "kept" if holds else "**BROKEN**"


def of_latency(found: Latency) -> str:
    """Three numbers and a rate."""
    return f"p50 {found.p50} ms, p95 {found.p95} ms, p99 {found.p99} ms, {found.per_second} requests/s"


def saving() -> str:
    """Part one."""
    found = save.measure()
    return f"""## Saving one answer

`PUT /api/v1/sittings/N/answers`, 8 clients at once, SQLite with `synchronous=FULL`, 2 web processes; beside it, in the
same run and by turns, the smallest Flask and SQLAlchemy application that stores one answer in one committed row on the
same server (`bench/floor.py`).

| | CPU per request | latency |
|---|---|---|
| this product | {found.ours.cpu:.2f} ms | {of_latency(found.ours.latency)} |
| the floor | {found.floor.cpu:.2f} ms | {of_latency(found.floor.latency)} |

**{found.ratio} × the floor's CPU; limit {save.LIMIT}: {verdict(found.ratio <= save.LIMIT)}.**"""


def serving() -> str:
    """Part two."""
    found = paper.measure()
    return f"""## Serving a paper of 50 questions

`GET /api/v1/sittings/N`, 4 clients at once, 2 web processes: {of_latency(found.latency)}.

**{found.cpu:.2f} ms CPU per request; limit {paper.LIMIT:.0f} ms: {verdict(found.cpu <= paper.LIMIT)}.**"""


def exporting() -> str:
    """Part three."""
    found = export.measure()
    rows = "\n".join(
        f"| {one.form} | {one.rows_per_second:,} | {one.megabytes} MB | {one.file_megabytes} MB |"
        for one in found
    )
    most = max(one.megabytes for one in found)
    return f"""## Exporting {export.ROWS:,} completion records

`lms records export`.

| format | rows/s | most memory | file |
|---|---|---|---|
{rows}

**{most} MB at most; limit {export.LIMIT} MB: {verdict(most <= export.LIMIT)}.**"""


def starting() -> str:
    """Part four."""
    found = start.measure()
    holds = found.first <= start.FIRST and found.second <= start.SECOND
    return f"""## Starting

`./run` in a fresh checkout, until `/healthz` answers.

| first start (environment, dependencies, demo) | second start | SIGTERM until all has ended | memory, all processes |
|---|---|---|---|
| {found.first} s | {found.second} s | {found.stop} s | {found.megabytes} MB |

**Limits {start.FIRST:.0f} s and {start.SECOND:.0f} s: {verdict(holds)}.**"""


PARTS: dict[str, Callable[[], str]] = {
    "save": saving,
    "paper": serving,
    "export": exporting,
    "start": starting,
}


def main(names: list[str]) -> None:
    """Measure the named parts, or all, and put them in their places on the page."""
    kept = dict(re.findall(r"<!-- (\w+) -->\n(.*?)\n<!-- end -->", _page(), re.DOTALL))
    for name in names or PARTS:
        on = machine()
        kept[name] = f"{PARTS[name]()}\n\nMeasured {on}."
        print(kept[name], end="\n\n", flush=True)
    parts = [f"<!-- {name} -->\n{kept[name]}\n<!-- end -->\n" for name in PARTS if name in kept]
    PAGE.write_text("\n".join([HEAD, *parts]), "utf-8")


def _page() -> str:
    return PAGE.read_text("utf-8") if PAGE.exists() else ""


if __name__ == "__main__":
    main(sys.argv[1:])
