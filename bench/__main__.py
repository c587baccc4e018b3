"""Measures everything and writes docs/performance.md: python -m bench [NAME …]

Names: save paper sitting herd export formats growth import start bank suite. Parts that are not named keep their lines.
"""

import sys

from bench.costs import (
    bank,
    export,
    formats,
    growth,
    herd,
    import_questions,
    paper,
    save,
    sitting,
    start,
    suite,
)
from bench.page import DOCS, Page, latency_text, verdict

HEAD = """# What it costs

Written by `python -m bench`, never by hand. Every part says on which machine and day it was measured; the limits are
promises, and a part that breaks its limit says so.
"""


def save_part() -> str:
    """Measure saving one answer."""
    measured = save.measure()
    return f"""## Saving one answer

`PUT /api/v1/sittings/N/answers`, 8 clients at once, SQLite with `synchronous=FULL`, 2 web processes; beside it, in the
same run and by turns, the smallest Flask and SQLAlchemy application that stores one answer in one committed row on the
same server (`bench/costs/floor.py`).

| | CPU per request | latency |
|---|---|---|
| this product | {measured.ours.cpu:.2f} ms | {latency_text(measured.ours.latency)} |
| the floor | {measured.floor.cpu:.2f} ms | {latency_text(measured.floor.latency)} |

**{measured.ratio} × the floor's CPU; limit {save.LIMIT}: {verdict(measured.ratio <= save.LIMIT)}.**"""


def paper_part() -> str:
    """Measure serving a form of 50 questions."""
    measured = paper.measure()
    return f"""## Serving a paper of 50 questions

`GET /api/v1/sittings/N`, 4 clients at once, 2 web processes: {latency_text(measured.latency)}.

**{measured.cpu:.2f} ms CPU per request; limit {paper.LIMIT:.0f} ms: {verdict(measured.cpu <= paper.LIMIT)}.**"""


def export_part() -> str:
    """Measure exports of completion records."""
    measured = export.measure()
    rows = "\n".join(
        f"| {row.form} | {row.rows_per_second:,} | {row.megabytes} MB | {row.file_megabytes} MB |"
        for row in measured
    )
    most = max(row.megabytes for row in measured)
    return f"""## Exporting {export.ROWS:,} completion records

`lms records export`.

| format | rows/s | most memory | file |
|---|---|---|---|
{rows}

**{most} MB at most; limit {export.LIMIT} MB: {verdict(most <= export.LIMIT)}.**"""


def formats_part() -> str:
    """Measure reading large files of questions."""
    measured = formats.measure()
    rows = "\n".join(
        f"| {row.form} | {row.questions:,} | {row.file_megabytes} MB | {row.seconds} s | {formats.LIMITS[row.form]:.0f} s | {row.megabytes} MB |"
        for row in measured
    )
    return f"""## Reading files of questions

What `lms bank convert` and an import do before anything else; seconds are those of the processor.

| format | questions | file | CPU | limit | most memory |
|---|---|---|---|---|---|
{rows}

**Limits kept, and at most {formats.LIMIT_MEGABYTES} MB: {verdict(all(row.holds for row in measured))}.**"""


def start_part() -> str:
    """Measure the first and the second start."""
    measured = start.measure()
    holds = measured.first <= start.FIRST and measured.second <= start.SECOND
    return f"""## Starting

`./run` in a fresh checkout, until `/healthz` answers.

| first start (environment, dependencies, demo) | second start | SIGTERM until all has ended | memory, all processes |
|---|---|---|---|
| {measured.first} s | {measured.second} s | {measured.stop} s | {measured.megabytes} MB |

**Limits {start.FIRST:.0f} s and {start.SECOND:.0f} s: {verdict(holds)}.**"""


def sitting_part() -> str:
    """Measure a sitting from signing in to the result."""
    measured = sitting.measure()
    holds = measured.at_once <= sitting.LIMIT and measured.singly <= sitting.LIMIT_SINGLY
    return f"""## A whole sitting

Sign in, first page, course, the exam's page, start, the paper of 50 questions, its answers, check, submit, result: as
a browser asks for them, styles and scripts cached. Signing in is Argon2id at OWASP's minimum and part of it.

| | CPU of the server, database included | requests |
|---|---|---|
| all answers saved at once | {measured.at_once * 1000:.0f} ms | {measured.requests - 49} |
| each of 50 saved by itself | {measured.singly * 1000:.0f} ms | {measured.requests} |

**Limits {sitting.LIMIT * 1000:.0f} and {sitting.LIMIT_SINGLY * 1000:.0f} ms: {verdict(holds)}.** Moodle 4.5 in
production settings took {sitting.MOODLE:.2f} s for such a sitting on such a machine."""


def herd_part() -> str:
    """Measure five hundred people at once."""
    measured = herd.measure()
    rows = "\n".join(
        f"| {name} | {latency_text(measured.latency[name])} | {limit:.0f} ms |"
        for name, limit in herd.LIMITS.items()
    )
    trouble = "".join(f"\n- {line}" for line in (measured.wrong + measured.duplicates)[:5])
    return f"""## Five hundred people at once

500 begin within {herd.START_IN:.0f} s, each saves every {herd.EVERY:.0f} s for 10 minutes, 500 submit within
{herd.SUBMIT_IN:.0f} s, while an author changes the exam's arrangements and HR exports the records every second
({measured.beside} such requests). The product as it ships, on SQLite, its job worker beside it; the clients run on the
same machine.

| | latency | limit of p95 |
|---|---|---|
{rows}

**{len(measured.wrong)} requests failed, {len(measured.duplicates)} duplicates: {verdict(measured.holds)}.**{trouble}"""


def import_part() -> str:
    """Measure imports of questions into the bank."""
    measured = import_questions.measure()
    gift, excel = measured["gift"], measured["excel"]
    rows = "\n".join(
        f"| {name} | {row.preview} s, CPU {row.preview_cpu} s | {row.in_bank} s, CPU {row.in_bank_cpu} s | {row.megabytes} MB |"
        for name, row in (
            (f"{import_questions.QUESTIONS:,} GIFT questions", gift),
            (f"{import_questions.ROWS:,} rows of Excel", excel),
        )
    )
    kept = gift.in_bank <= import_questions.IN_BANK and excel.preview <= import_questions.PREVIEW
    holds = kept and max(gift.megabytes, excel.megabytes) <= import_questions.MEGABYTES
    return f"""## Importing questions into the bank

By the jobs that the import page queues, near-duplicates looked for, on SQLite.

| file | previewed | in the bank, preview included | most memory |
|---|---|---|---|
{rows}

**Limits: the GIFT in the bank within {import_questions.IN_BANK:.0f} s, the workbook previewed within {import_questions.PREVIEW:.0f} s,
{import_questions.MEGABYTES:.0f} MB: {verdict(holds)}.**"""


def bank_part() -> str:
    """Measure the lists of a large bank."""
    measured = bank.measure()
    rows = "\n".join(f"| {row.what} | {latency_text(row.latency)} |" for row in measured)
    most = max(row.latency.p95 for row in measured)
    return f"""## Lists of {bank.ITEMS:,} questions

`GET /bank`, the whole page with its totals, 2 clients at once, 2 web processes, SQLite.

| list | latency |
|---|---|
{rows}

**p95 {most} ms at most; limit {bank.LIMIT:.0f} ms: {verdict(most <= bank.LIMIT)}.**"""


def growth_part() -> str:
    """Measure how the time of readers grows with the length of a file."""
    measured = growth.measure()
    rows = "\n".join(
        f"| {row.name} | {row.form} | {row.short:.3f} s | {row.long:.3f} s | {row.ratio:.1f} |"
        for row in measured
    )
    return f"""## Files that are slow to read

Each text once with some {growth.SMALL:,} repetitions and once with {growth.FACTOR} times as many; the last column is how
much longer a repetition takes in the long one. A reader whose time grows with the square of the length has {growth.FACTOR}.

| file | format | short, CPU | long, CPU | ratio |
|---|---|---|---|---|
{rows}

**Ratio at most {growth.LIMIT:.0f}: {verdict(all(row.holds for row in measured))}.**"""


def suite_part() -> str:
    """Measure ./test at each depth."""
    measured = list(suite.measure())
    rows = "\n".join(
        f"| `{f'./test {row.depth}'.strip()}` | {row.seconds:.0f} s | {suite.LIMITS[row.depth]:.0f} s | {row.summary} |"
        for row in measured
    )
    return f"""## Testing

In a fresh checkout with `CI=true`, the environment installed: ruff, mypy, deptry and the tests of that depth.

| | from beginning to end | limit | |
|---|---|---|---|
{rows}

**Passed within the limits: {verdict(all(row.holds for row in measured))}.**"""


PAGE = Page(
    DOCS / "performance.md",
    HEAD,
    {
        "save": save_part,
        "paper": paper_part,
        "sitting": sitting_part,
        "herd": herd_part,
        "export": export_part,
        "formats": formats_part,
        "growth": growth_part,
        "import": import_part,
        "start": start_part,
        "bank": bank_part,
        "suite": suite_part,
    },
)


if __name__ == "__main__":
    PAGE.measure(sys.argv[1:])
