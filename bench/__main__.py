"""Measures everything and writes docs/performance.md: python -m bench [NAME …]

Names: save paper sitting herd export formats growth import start bank suite. What is not named keeps the lines it had.
"""

import sys

from bench.costs import bank, bring_in, export, formats, growth, herd, paper, save, sitting, start, suite
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
same server (`bench/costs/floor.py`).

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


def reading() -> str:
    """Big files of questions."""
    found = formats.measure()
    rows = "\n".join(
        f"| {one.form} | {one.questions:,} | {one.file_megabytes} MB | {one.seconds} s | {formats.LIMITS[one.form]:.0f} s | {one.megabytes} MB |"
        for one in found
    )
    return f"""## Reading files of questions

What `lms bank convert` and an import do before anything else; seconds are those of the processor.

| format | questions | file | CPU | limit | most memory |
|---|---|---|---|---|---|
{rows}

**Limits kept, and at most {formats.LIMIT_MEGABYTES} MB: {verdict(all(one.holds for one in found))}.**"""


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


def whole() -> str:
    """A sitting from signing in to the result."""
    found = sitting.measure()
    holds = found.at_once <= sitting.LIMIT and found.singly <= sitting.LIMIT_SINGLY
    return f"""## A whole sitting

Sign in, first page, course, the exam's page, start, the paper of 50 questions, its answers, check, hand in, result: as
a browser asks for them, styles and scripts cached. Signing in is Argon2id at OWASP's minimum and part of it.

| | CPU of the server, database included | requests |
|---|---|---|
| all answers saved at once | {found.at_once * 1000:.0f} ms | {found.requests - 49} |
| each of 50 saved by itself | {found.singly * 1000:.0f} ms | {found.requests} |

**Limits {sitting.LIMIT * 1000:.0f} and {sitting.LIMIT_SINGLY * 1000:.0f} ms: {verdict(holds)}.** Moodle 4.5 in
production settings took {sitting.MOODLE:.2f} s for such a sitting on such a machine."""


def room() -> str:
    """Five hundred people at once."""
    found = herd.measure()
    rows = "\n".join(
        f"| {name} | {of_latency(found.latency[name])} | {limit:.0f} ms |"
        for name, limit in herd.LIMITS.items()
    )
    trouble = "".join(f"\n- {line}" for line in (found.wrong + found.duplicates)[:5])
    return f"""## Five hundred people at once

500 begin within {herd.START_IN:.0f} s, each saves every {herd.EVERY:.0f} s for 10 minutes, 500 hand in within
{herd.SUBMIT_IN:.0f} s, while an author changes the exam's arrangements and HR takes the records out every second
({found.beside} such requests). The product as it ships, on SQLite, its job worker beside it; the clients run on the
same machine.

| | latency | limit of p95 |
|---|---|---|
{rows}

**{len(found.wrong)} requests failed, {len(found.duplicates)} duplicates: {verdict(found.holds)}.**{trouble}"""


def bringing() -> str:
    """Questions on their way into the bank."""
    found = bring_in.measure()
    gift, excel = found["gift"], found["excel"]
    rows = "\n".join(
        f"| {name} | {one.preview} s, CPU {one.preview_cpu} s | {one.in_bank} s, CPU {one.in_bank_cpu} s | {one.megabytes} MB |"
        for name, one in (
            (f"{bring_in.QUESTIONS:,} GIFT questions", gift),
            (f"{bring_in.ROWS:,} rows of Excel", excel),
        )
    )
    kept = gift.in_bank <= bring_in.IN_BANK and excel.preview <= bring_in.PREVIEW
    holds = kept and max(gift.megabytes, excel.megabytes) <= bring_in.MEGABYTES
    return f"""## Bringing questions into the bank

By the jobs that the import page queues, near-duplicates looked for, on SQLite.

| file | previewed | in the bank, preview included | most memory |
|---|---|---|---|
{rows}

**Limits: the GIFT in the bank within {bring_in.IN_BANK:.0f} s, the workbook previewed within {bring_in.PREVIEW:.0f} s,
{bring_in.MEGABYTES:.0f} MB: {verdict(holds)}.**"""


def listing() -> str:
    """Part five."""
    found = bank.measure()
    rows = "\n".join(f"| {one.what} | {of_latency(one.latency)} |" for one in found)
    most = max(one.latency.p95 for one in found)
    return f"""## Lists of {bank.ITEMS:,} questions

`GET /bank`, the whole page with its totals, 2 clients at once, 2 web processes, SQLite.

| list | latency |
|---|---|
{rows}

**p95 {most} ms at most; limit {bank.LIMIT:.0f} ms: {verdict(most <= bank.LIMIT)}.**"""


def growing() -> str:
    """What grows with the length of a file, and how fast."""
    found = growth.measure()
    rows = "\n".join(
        f"| {one.name} | {one.form} | {one.short:.3f} s | {one.long:.3f} s | {one.ratio:.1f} |"
        for one in found
    )
    return f"""## Files made to take long

Each text once with some {growth.SMALL:,} repetitions and once with {growth.FACTOR} times as many; the last column is how
much longer a repetition takes in the long one. A reader whose time grows with the square of the length has {growth.FACTOR}.

| file | format | short, CPU | long, CPU | ratio |
|---|---|---|---|---|
{rows}

**Ratio at most {growth.LIMIT:.0f}: {verdict(all(one.holds for one in found))}.**"""


def testing() -> str:
    """Everything that ./test does, at each depth."""
    found = list(suite.measure())
    rows = "\n".join(
        f"| `{f'./test {one.depth}'.strip()}` | {one.seconds:.0f} s | {suite.LIMITS[one.depth]:.0f} s | {one.said} |"
        for one in found
    )
    return f"""## Testing

In a fresh checkout with `CI=true`, the environment installed: ruff, mypy, deptry and the tests of that depth.

| | from beginning to end | limit | |
|---|---|---|---|
{rows}

**Passed within the limits: {verdict(all(one.holds for one in found))}.**"""


PAGE = Page(
    DOCS / "performance.md",
    HEAD,
    {
        "save": saving,
        "paper": serving,
        "sitting": whole,
        "herd": room,
        "export": exporting,
        "formats": reading,
        "growth": growing,
        "import": bringing,
        "start": starting,
        "bank": listing,
        "suite": testing,
    },
)


if __name__ == "__main__":
    PAGE.measure(sys.argv[1:])
