"""What the demo's candidates write, and what markers say about it: each answer is made of one piece for each criterion."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from lms.cli.demo.tables import HERE

ALL_THERE = "要素齐全，表述准确，可以直接使用"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or two of an answer, and what a marker gives for it."""

    points: Decimal
    text: str
    comment: str


@dataclass(frozen=True, slots=True)
class Essay:
    """The pieces that answers to one item are made of, for each criterion of its rubric."""

    opening: str
    criteria: tuple[tuple[Piece, ...], ...]


@cache
def essays() -> dict[str, Essay]:
    """Return them by the name of their item."""
    stored = tomllib.loads((HERE / "essays.toml").read_text("utf-8"))
    return {
        essay["name"]: Essay(essay.get("opening", ""), tuple(map(_pieces, essay["criterion"])))
        for essay in stored["item"]
    }


def _pieces(criterion: dict[str, Any]) -> tuple[Piece, ...]:
    return tuple(
        Piece(Decimal(piece["points"]), piece["text"], piece.get("comment", ""))
        for piece in criterion["pieces"]
    )


def write(essay: Essay, knows: float, dice: Random) -> str:
    """Return an answer. `knows` is from 0 to 1: how likely a criterion is fully met."""
    return essay.opening + "".join(_choose(pieces, knows, dice).text for pieces in essay.criteria)


def _choose(pieces: Sequence[Piece], knows: float, dice: Random) -> Piece:
    full = max(piece.points for piece in pieces)
    weaker = [piece for piece in pieces if piece.points < full]
    if weaker and dice.random() > knows:
        return dice.choice(weaker)
    return dice.choice([piece for piece in pieces if piece.points == full])


def mark(text: str) -> tuple[list[Decimal], str] | None:
    """Return the points for each criterion and the marker's comment; None for a text that is not of the demo."""
    criteria = next((essay.criteria for essay in essays().values() if _find(text, essay.criteria[0])), None)
    if criteria is None:
        return None
    found = [_find(text, pieces) or _left_out(pieces) for pieces in criteria]
    comments = [piece.comment for piece in found if piece.comment]
    return [piece.points for piece in found], "；".join(comments or [ALL_THERE]) + "。"


def _find(text: str, pieces: Sequence[Piece]) -> Piece | None:
    return next((piece for piece in pieces if piece.text and piece.text.strip() in text), None)


def _left_out(pieces: Sequence[Piece]) -> Piece:
    return next(piece for piece in pieces if not piece.text)
