"""What happens in a sitting that packages above react to."""

from dataclasses import dataclass

from lms.sittings.find import CurrentAnswers, SittingView


@dataclass(frozen=True, slots=True)
class SittingEnded:
    """A sitting was submitted or has expired, or was sealed anew."""

    held: SittingView
    sealed: CurrentAnswers


@dataclass(frozen=True, slots=True)
class SittingJudged:
    """A sitting was annulled after a breach of the rules, or restored; it says itself which."""

    sitting_id: int
    person_id: int
    exam_id: int
