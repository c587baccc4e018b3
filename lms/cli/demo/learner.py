"""One learner of the demo: reads lessons, answers check questions, sits exams, and sometimes gives up."""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from lms import questions
from lms.bank import find
from lms.catalog import browse
from lms.catalog.models import CourseVersion, Lesson
from lms.cli.demo.answers import compose, respond
from lms.cli.demo.calendar import time_to_learn
from lms.domain.access import Actor
from lms.domain.problem import Refused
from lms.domain.question.protocol import Question
from lms.exams import published
from lms.exams.items import PaperItem, paper_items
from lms.learning import check, progress
from lms.questions import response_to_form
from lms.results.passed import passing_sitting
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import SittingView
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting

Story = Iterator[datetime]


def difficulty(version_id: int) -> float:
    """Return 0 to 0.5: some questions are difficult for everybody, as in life."""
    return Random(f"item {version_id}").random() / 2


class Learner:
    """`rank` is from 0 (does everything, knows most) to 1 (has hardly started)."""

    def __init__(
        self, session: Session, actor: Actor, dice: Random, rank: float, *, on_shifts: bool = False
    ) -> None:
        self.session, self.actor, self.dice = session, actor, dice
        self.on_shifts = on_shifts
        self.knows = 0.9 - 0.5 * rank * dice.random()
        self.effort = 1.0 - rank
        self.now = datetime.min

    def story(self, courses: Sequence[str], start: datetime, end: datetime) -> Story:
        """Do as many of the courses as this person manages; near the end some are in the middle of an exam."""
        number = round(self.effort * (len(courses) + 0.9))
        chosen = self.dice.sample(list(courses), min(number, len(courses)))
        self.now = start + timedelta(days=2 + self.dice.random() * 20)
        for slug in sorted(chosen, key=courses.index):
            yield from self._course(slug)
            yield from self._later(days=3 + 12 * self.dice.random())
        if 0.1 < self.effort < 0.2 and courses:
            yield from self._in_the_middle_of_an_exam(courses[0], end)

    def _course(self, slug: str) -> Story:
        version = browse.current_version(self.session, slug)
        stops = self.dice.random() > 0.55 + self.effort / 2
        lessons = version.lessons[: self.dice.randint(1, len(version.lessons))] if stops else version.lessons
        for lesson in lessons:
            yield from self._later(hours=2 + 30 * self.dice.random())
            yield from self._lesson(version, lesson)
        if not stops and version.exam_slug:
            yield from self._later(days=1 + 3 * self.dice.random())
            yield from self.exam(version.exam_slug)

    def _lesson(self, version: CourseVersion, lesson: Lesson) -> Story:
        slug = version.course.slug
        progress.read_lesson(self.session, self.actor, slug, lesson.slug, self.now)
        for item in find.practice_items(self.session, progress.check_bank(slug), lesson.checks):
            right = False
            while not right:
                yield from self._in(minutes=1 + 3 * self.dice.random())
                right = self._check(slug, lesson.slug, item.name, item.question)

    def _check(self, course: str, lesson: str, name: str, question: Question) -> bool:
        form = response_to_form(question, respond(question, self.dice.random() < self.knows, self.dice))
        return check.answer_check(self.session, self.actor, course, lesson, name, form, self.now)

    def exam(self, slug: str) -> Story:
        """Sit an exam until it is passed or no attempt is left."""
        exam = next(exam for exam in published.all_exams(self.session) if exam.slug == slug)
        for attempt in range(exam.plan.attempts):
            try:
                sitting = begin_sitting(self.session, self.actor, exam.id, self.now).sitting
            except Refused:
                return
            seqs = yield from self._write(sitting, 0.08 * attempt)
            submit_sitting(self.session, self.actor, sitting.id, seqs, self.now)
            if passing_sitting(self.session, self.actor.id, slug):
                return
            yield from self._later(days=2 + 4 * self.dice.random())

    def _write(self, sitting: SittingView, gain: float) -> Generator[datetime, None, dict[int, int]]:
        """Answer position by position, some of them twice; return the sequence numbers that were sent.

        `gain` is what the person has learnt since the first attempt.
        """
        by_version = paper_items(self.session, {position.version_id for position in sitting.paper})
        pause = (sitting.deadline - self.now) / (len(sitting.paper) * 1.6)
        seqs: dict[int, int] = {}
        for position in sitting.paper:
            times = 2 if self.dice.random() < 0.15 else 1
            for _ in range(times):
                yield from self._in(seconds=pause.total_seconds() * (0.4 + 0.6 * self.dice.random()) / times)
                right = self.dice.random() < self.knows + gain - difficulty(position.version_id)
                response = self._respond(by_version[position.version_id], right)
                number = position.number
                seqs[number] = max(seqs.values(), default=0) + 1
                sent = AnswerUpdate(number, seqs[number], response, self.now.isoformat())
                save_answers(self.session, self.actor, sitting.id, [sent], self.now)
        return seqs

    def _respond(self, item: PaperItem, right: bool) -> dict[str, Any]:
        if item.kind in questions.kinds_marked_by_people():
            return compose(item.question, item.name, self.knows, self.dice)
        return respond(item.question, right, self.dice)

    def _in_the_middle_of_an_exam(self, course: str, end: datetime) -> Story:
        slug = browse.current_version(self.session, course).exam_slug
        exam = next((exam for exam in published.all_exams(self.session) if exam.slug == slug), None)
        if exam is None:
            return
        self.now = max(self.now, end - timedelta(minutes=self.dice.randint(3, 12)))
        yield self.now
        with contextlib.suppress(Refused):  # all attempts used
            sitting = begin_sitting(self.session, self.actor, exam.id, self.now).sitting
            yield from self._write(sitting, 0)

    def _later(self, **gap: float) -> Story:
        moment = self.now + timedelta(**gap)
        self.now = time_to_learn(moment, self.dice, on_shifts=self.on_shifts)
        yield self.now

    def _in(self, **gap: float) -> Story:
        self.now += timedelta(**gap)
        yield self.now
