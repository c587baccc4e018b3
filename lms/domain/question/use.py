"""What a question is for: exams and practice, or practice only."""

from lms.domain.problem import Text

EXAM = "exam"
PRACTICE = "practice"
USES = {EXAM: Text("考试和练习", "Exams and practice"), PRACTICE: Text("仅供练习", "Practice only")}
"""Labels by the word that content files and forms use; without one a question is for exams."""


def is_use(value: object) -> bool:
    """Return whether the value, from a file, is one of the uses."""
    return isinstance(value, str) and value in USES
