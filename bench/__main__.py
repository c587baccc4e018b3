"""Measures everything and writes docs/performance.md: python -m bench [NAME …]

Names: save paper export start. What is not named keeps the lines it had.
"""

import sys

from bench import export, paper, save, start
from bench.page import DOCS, Page, of_latency, verdict

HEAD = """# What it costs

Written by `python -m bench`, never by hand. Every part says on which machine and day it was measured; the limits are
promises, and a part that breaks its limit says so.
"""


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


PAGE = Page(
    DOCS / "performance.md",
    HEAD,
    {"save": saving, "paper": serving, "export": exporting, "start": starting},
)


if __name__ == "__main__":
    PAGE.measure(sys.argv[1:])
