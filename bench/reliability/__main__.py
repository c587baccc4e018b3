"""Tries the promises of reliability and writes docs/reliability-report.md: python -m bench.reliability [NAME …]

Names: kill power immediate killed herd faults interleavings deadline inside. Parts that are not named keep their lines.
LMS_BENCH=short makes a hundredth of the tries, to check that everything runs; it writes no file.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass

from bench.costs import herd
from bench.page import DOCS, Page, verdict
from bench.reliability import crash, power
from bench.reliability.crash import Crashed
from bench.reliability.known_bad import PROGRAM

HEAD = """# What was tried

Written by `python -m bench.reliability`, never by hand. Every part says what is promised, how it was tried, what came
of it, and how the same harness was shown a program that breaks the promise, so that a clean result cannot come from a
blind harness. The short forms of these tries run with `./test`.
"""
SHORT = os.environ.get("LMS_BENCH") == "short"


def tries(full: int) -> int:
    """Return `full`, or a hundredth of it for a short run."""
    return max(full // 100, 3) if SHORT else full


def crash_text(outcome: Crashed, bad: Crashed | None, wrong: str) -> str:
    """Return the numbers of one harness as a table, and the verdict."""
    lines = [
        "| blows | acknowledged | lost | older than acknowledged | damage | refused | time |",
        "|---|---|---|---|---|---|---|",
        f"| {outcome.kills} | {outcome.acked:,} | {len(outcome.lost)} | {len(outcome.regressed)} | {len(outcome.corrupt)} "
        f"| {len(outcome.refused)} | {outcome.seconds:.0f} s |",
        "",
    ]
    for name in ("lost", "regressed", "corrupt", "refused"):
        lines += [f"- {name}: {line}" for line in getattr(outcome, name)[:5]]
    if bad is not None:
        caught = f"caught after {bad.kills} blows with {len(bad.lost)} of {bad.acked:,} answers lost"
        lines += [f"Self-test, {wrong}: {caught if bad.lost else '**NOT CAUGHT**'}.", ""]
    holds = outcome.holds and (bad is None or bool(bad.lost))
    lines.append(
        f"**{len(outcome.lost)} acknowledged answers lost in {outcome.kills} blows: {verdict(holds)}.**"
    )
    return "\n".join(lines)


def kill_part() -> str:
    """Try SIGKILL of all processes."""
    outcome = crash.measure(tries(1000))
    bad = crash.measure(50, program=[*PROGRAM, "eager"], seed=1)
    return f"""## Killed: nothing acknowledged is lost

`lms run` as it ships (SQLite, its job worker beside it); {crash.WRITERS} candidates save without a pause; every process
gets SIGKILL after {crash.SHORTEST} to {crash.LONGEST} s, and the system is started again. After each blow every answer
that was ever acknowledged is looked for in the table of events, the API's current answers are compared with what was
acknowledged, and `integrity_check` and `foreign_key_check` run. Unacknowledged answers are sent again first.

{crash_text(outcome, bad, "a server that acknowledges 50 ms before it writes")}"""


def power_part() -> str:
    """Try power cuts."""
    if power.compiler() is None:
        return "## Power cut\n\nNot tried: this machine has no C compiler."
    outcome = crash.measure(tries(200), "power")
    bad = crash.measure(20, "power", program=[*PROGRAM, "normal"])
    return f"""## Power cut: what was acknowledged had reached the disk

The same, and after each blow the database files are what fsync and fdatasync had been called for
(`bench/power_cut.c`): what was written and not synced is gone.

{crash_text(outcome, bad, "the product with synchronous=NORMAL")}"""


def immediate_part() -> str:
    """Try immediate stops of PostgreSQL."""
    return f"""## PostgreSQL stopped at once

`pg_ctl stop -m immediate` while {crash.WRITERS} candidates save; the product goes on and answers again when the
database does. After each blow every page is read with its checksum, every index is compared with its table, and every
foreign key is followed. Its harness is that of the kills above.

{crash_text(crash.measure(tries(200), "immediate"), None, "")}"""


def killed_part() -> str:
    """Try SIGKILL of PostgreSQL."""
    return f"""## PostgreSQL killed

SIGKILL to the postmaster and all its processes; otherwise the same.

{crash_text(crash.measure(tries(100), "killed"), None, "")}"""


def herd_part() -> str:
    """Try four equal requests of each person at once."""
    people, lines, holds = tries(500), [], True
    for name in ("SQLite", "PostgreSQL"):
        outcome = herd.measure(
            people, 0, 4, start_in=people / 25, submit_in=people / 25, postgres=name != "SQLite"
        )
        clean = not outcome.wrong and not outcome.duplicates
        holds = holds and clean
        lines.append(
            f"| {name} | {people} × 4 | {len(outcome.duplicates)} | {len(outcome.wrong)} | "
            f"{outcome.latency['start'].p95:.0f} ms | {outcome.latency['submit'].p95:.0f} ms |"
        )
        lines += [f"- {line}" for line in (outcome.wrong + outcome.duplicates)[:5]]
    rows = "\n".join(lines)
    return f"""## Four starts and four submissions of each at once

{people} people, 25 a second, each with four requests at the same moment, while an author and HR work; then the
database is asked how many sittings, starts, submissions and scores there are.

| | requests to start, and to submit | duplicates | failed | p95 start | p95 submit |
|---|---|---|---|---|---|
{rows}

**One sitting, one submission and one score each: {verdict(holds)}.**"""


INTERLEAVINGS = 10_000


@dataclass(frozen=True, slots=True)
class TestRun:
    """The outcome of pytest for some files."""

    summary: str
    holds: bool


def run_tests(*files: str, **environ: str) -> TestRun:
    """Run the tests of these files, on both engines where they are marked so."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "--depth", "long", *files]
    done = subprocess.run(
        command, cwd=DOCS.parent, env={**os.environ, **environ}, capture_output=True, text=True
    )
    if done.returncode:
        print(done.stdout[-8000:], file=sys.stderr)
    counts = re.findall(r"(\d+) (passed|failed|errors?|skipped)", done.stdout)
    summary = ", ".join(f"{count} {what}" for count, what in counts) or "no test was run"
    return TestRun(f"{summary} (`{' '.join(files)}`)", done.returncode == 0)


def faults_part() -> str:
    """Try process deaths between any two statements."""
    outcome = run_tests("tests/sittings/test_faults.py")
    return f"""## Dying between two statements

A process of its own takes the request and ends, without a word, before or after one statement or commit: every one of
them in turn, for a start, a save and a submission, on SQLite and PostgreSQL. What is left is as if the request had
never come, or as if it had been done; the same request again succeeds, with the same sitting and the same receipt.
Self-test, a submission in two transactions: its half is seen.

**{outcome.summary}: {verdict(outcome.holds)}.**"""


def interleavings_part() -> str:
    """Try random interleavings of two windows."""
    count = tries(INTERLEAVINGS)
    outcome = run_tests("tests/sittings/test_interleavings.py", LMS_INTERLEAVINGS=str(count))
    return f"""## Two windows, retries, reordering and loss

{count:,} random interleavings on SQLite and {count // 10:,} on PostgreSQL through the API: two windows write, packets
arrive in any order, twice, or never, replies are lost, windows are loaded again, both submit. No acknowledged answer is
replaced by an older one; there is one submission and one score; what was sealed is what stood. Self-test, a store in
which the newest row wins instead of the greatest number: the machine says so.

**{outcome.summary}: {verdict(outcome.holds)}.**"""


def deadline_part() -> str:
    """Try deadlines and clocks."""
    outcome = run_tests(
        "tests/sittings/test_deadline.py",
        "tests/sittings/test_monotonic_clock.py",
        "tests/journeys/sitting/test_browser_clock.py",
    )
    return f"""## To the second, by the server's clock

One second before the deadline, at it, at the end of the grace of 5 s and one second later; windows that end with extra
time; browsers whose clock is a day off or jumps (in Chromium: the time shown is within 2 s); the server's clock set by
90 minutes in both directions while people sit. Self-test: without the guard a clock set forward would end the sitting.

**{outcome.summary}: {verdict(outcome.holds)}.**"""


def inside_part() -> str:
    """Check that keys are not sent before release."""
    outcome = run_tests(
        "tests/sittings/test_canaries.py", "tests/web/test_bad_input.py", "tests/sittings/test_api.py"
    )
    return f"""## Keys stay inside, and bad answers outside

Every key, reason, tolerance and rubric of an exam carries a canary; every address a candidate may ask is asked before,
during and after the sitting, rightly and wrongly, in both languages; no answer holds one before release. Over 500
renders neither the place nor the name nor the rank of an option goes with being right (chi-square, 1 in 1,000). Answers
to places that do not exist, of another kind, with unknown options, NaN, a megabyte of text, ids in bodies: refused by
name, nothing stored. Self-test: after release the same sweep finds the canaries.

**{outcome.summary}: {verdict(outcome.holds)}.**"""


PAGE = Page(
    DOCS / "reliability-report.md",
    HEAD,
    {
        "kill": kill_part,
        "power": power_part,
        "immediate": immediate_part,
        "killed": killed_part,
        "herd": herd_part,
        "faults": faults_part,
        "interleavings": interleavings_part,
        "deadline": deadline_part,
        "inside": inside_part,
    },
)

if __name__ == "__main__":
    PAGE.measure(sys.argv[1:], keep=not SHORT)
