"""What a whole sitting costs: from signing in to the result, in the pattern of a Moodle quiz.

Sign in to the first page, a course, the page of the exam, start, the paper of fifty questions, the answers, check, submit,
the result; every page as a browser asks for it. Styles and scripts come from the browser's cache.
"""

import contextlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import installation, process
from bench.browser import Browser
from bench.installation import InvitedCandidate, InvitedExam
from lms.platform.db.database import Database
from lms.sittings.find import any_sitting

LIMIT, LIMIT_SINGLY = 0.10, 0.25
"""Seconds of CPU with all answers saved at once, and with each saved by itself."""
MOODLE = 1.16
"""What Moodle 4.5 in production settings took for it on such a machine."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the server's CPU for one sitting, the database included, and how many requests it made."""

    at_once: float
    singly: float
    requests: int


def measure(people: int = 40) -> Cost:
    """Measure so many sittings of each kind, after a warm-up."""
    with tempfile.TemporaryDirectory(prefix="lms-sitting-") as name:
        folder = Path(name)
        exam = installation.set_up_invited(folder, 2 * people + 4)
        db = Database(f"sqlite:///{folder / 'wuneng.sqlite3'}")
        with process.product(folder) as server:
            turns = iter(exam.people)
            for _ in range(4):
                sitting(server.port, next(turns), exam, db, 50)
            costs, requests = [], 0
            for at_once in (50, 1):
                before = server.cpu()
                for _ in range(people):
                    requests = sitting(server.port, next(turns), exam, db, at_once)
                costs.append(round((server.cpu() - before) / people, 4))
        db.dispose()
    return Cost(costs[0], costs[1], requests)


def sitting(port: int, candidate: InvitedCandidate, exam: InvitedExam, db: Database, at_once: int) -> int:
    """Take one person through the exam; return the number of requests."""
    with contextlib.closing(Browser(port)) as browser:
        browser.sign_in(candidate.login, installation.PASSWORD)
        browser.get(f"/courses/{exam.course}")
        browser.get(f"/exams/{exam.exam_id}")
        browser.post(f"/exams/{exam.exam_id}")
        number = int(_first(r"^/sittings/(\d+)/1$", browser.at))
        browser.get(f"/sittings/{number}/all")
        with db.read() as session:
            responses = installation.right_answers(session, any_sitting(session, number))
        updates = [
            {"position": position, "seq": position, "response": response, "client_time": ""}
            for position, response in responses.items()
        ]
        for start in range(0, len(updates), at_once):
            part = updates[start : start + at_once]
            saved = browser.call("PUT", f"/api/v1/sittings/{number}/answers", answers=part)
            if len(saved["saved"]) != len(part):
                raise RuntimeError(f"not saved: {saved}")
        browser.get(f"/sittings/{number}/review")
        browser.get(f"/sittings/{number}/submission")
        browser.post(f"/sittings/{number}/submission")
        browser.get(f"/sittings/{number}/result")
        return browser.requests


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"no {pattern} in {text[:300]}")
    return match.group(1)


if __name__ == "__main__":
    print(measure())
