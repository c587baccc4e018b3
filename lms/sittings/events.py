"""Events of sittings that packages above react to."""

from dataclasses import dataclass

from lms.sittings.find import CurrentAnswers, SittingView


@dataclass(frozen=True, slots=True)
class SittingEnded:
    """A sitting was submitted or has expired, or was sealed again with late answers."""

    sitting: SittingView
    sealed: CurrentAnswers


@dataclass(frozen=True, slots=True)
class SittingJudged:
    """A sitting was annulled after a breach of the rules, or restored; its row says which."""

    sitting_id: int
    person_id: int
    exam_id: int
