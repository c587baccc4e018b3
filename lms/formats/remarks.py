"""Remarks on a file of questions, and the annotated file to download."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.domain.problem import Problem

TEXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Remarks:
    """Problems of the file as a whole, and of each question together with its text; in one language."""

    whole: Sequence[Problem]
    questions: Sequence[tuple[str, Sequence[Problem]]]
    language: str

    @property
    def problems(self) -> list[Problem]:
        """All problems, those of the whole file first."""
        return [*self.whole, *(problem for _, problems in self.questions for problem in problems)]

    def lines(self, problems: Sequence[Problem]) -> list[str]:
        """Return each problem as a line for the reader."""
        return [problem.line(self.language) for problem in problems]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A file to download; `suffix` with its dot."""

    suffix: str
    media_type: str
    data: bytes
