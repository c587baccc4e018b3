"""Turn what was read from a file into the rows of an import: each question with its problems and its own text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lms.bank.imports import messages
from lms.bank.models import ImportRow
from lms.content.items import AREA, LONGEST_AREA, USE, area_too_long
from lms.content.messages import NOT_A_USE
from lms.domain.place import NOWHERE, Place, named
from lms.domain.place_record import place_from_json, place_to_json
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.domain.question.use import EXAM, is_use
from lms.formats import items
from lms.formats.excerpts import Excerpts, Key
from lms.formats.item import Draft, Reading
from lms.formats.items import toml
from lms.questions import dump_question, rubric_points

MOST = 20_000
"""Questions in an import."""
LONGEST = 60_000
"""Characters of a question that can be edited on a page."""
MOST_PROBLEMS = 40
"""Problems that are stored of one question, and of the file as a whole."""
_STORED = ("checked", "expires", "feedback_en", "case", "enemies", "use")
_RECORDED_ELSEWHERE = ("format", "author", "reviewer", "language", "lesson")
"""How a text was written, and what the bank records by itself."""
_META = ("competency", "area", "level", "source", "category")
_CENT = Decimal("0.01")


@dataclass(slots=True)
class _Piece:
    """A question of the file, or what should have been one."""

    order: tuple[int, int, int]
    place: Place
    draft: Draft | None = None
    problems: list[Problem] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class _Pieces:
    """The pieces of a file, found by the place or the excerpt that a problem points to."""

    excerpts: Excerpts
    file_name: str
    all: list[_Piece] = field(default_factory=list)
    by_key: dict[Key, _Piece] = field(default_factory=dict)
    by_place: dict[Place, _Piece] = field(default_factory=dict)

    def add_draft(self, number: int, draft: Draft) -> None:
        key = self.excerpts.key(draft.where)
        piece = _Piece((*(key or (0, number)), number), draft.where, draft)
        self.all.append(piece)
        self.by_place[draft.where] = piece
        if key is not None:
            self.by_key[key] = piece

    def attach(self, problem: Problem) -> bool:
        """Give the problem to its question; return False if it is about the whole file."""
        key = self.excerpts.key(problem.where)
        known = self.by_place.get(problem.where) or self.by_place.get(problem.where.enclosing)
        piece = known or (self.by_key.get(key) if key else None)
        if piece is None:
            if key is None and (problem.where in (NOWHERE, named(self.file_name)) or not self.by_place):
                return False
            piece = self._add_unreadable(key, problem.where)
        piece.problems.append(problem)
        return True

    def _add_unreadable(self, key: Key | None, place: Place) -> _Piece:
        piece = _Piece((*(key or (10**9, 0)), len(self.all)), place)
        if key is not None:
            piece.place, piece.text = self.excerpts.place(key), self.excerpts.text(key)
            self.by_key[key] = piece
        else:
            self.by_place[place] = piece
        self.all.append(piece)
        return piece


def rows_from_reading(
    reading: Reading, data: bytes, file_name: str, form: str, competencies: Mapping[str, Any]
) -> tuple[list[ImportRow], list[Problem], dict[int, Question]]:
    """Return the rows in the order of the file, not yet classified; the problems of the file as a whole; and the
    questions that the rows contain, by position."""
    pieces = _Pieces(items.excerpts(data, file_name, form), file_name)
    for number, draft in enumerate(reading.drafts):
        pieces.add_draft(number, draft)
    file_problems = [problem for problem in reading.problems if not pieces.attach(problem)]
    ordered = sorted(pieces.all, key=lambda piece: piece.order)
    rows = [_row_from_piece(position, piece, competencies) for position, piece in enumerate(ordered, 1)]
    parsed = {n: piece.draft.question() for n, piece in enumerate(ordered, 1) if piece.draft is not None}
    return rows, file_problems, {n: each for n, each in parsed.items() if isinstance(each, Question)}


def _row_from_piece(position: int, piece: _Piece, competencies: Mapping[str, Any]) -> ImportRow:
    length = len(piece.text)
    too_long = [messages.too_long_to_edit(piece.place, length, LONGEST)] if length > LONGEST else []
    row = ImportRow(
        position=position,
        place=piece.place,
        state="bad",
        choice="",
        name="",
        text="" if too_long else piece.text,
        problems=problems_as_json([*piece.problems, *too_long]),
    )
    if piece.draft is not None:
        fill_row(row, piece.draft, competencies)
    return row


def fill_row(row: ImportRow, draft: Draft, competencies: Mapping[str, Any]) -> None:
    """Store the draft in the row, with a notice of what the bank does not store."""
    question = draft.question()
    if not isinstance(question, Question):
        row.problems = [*row.problems, *problems_as_json(question)]
        return
    if wrong := _what_is_wrong(draft):
        row.state, row.draft = "bad", None
        row.text = row.text or toml.write([draft]).decode()
        row.problems = [*row.problems, *problems_as_json([Problem(draft.where, *wrong)])]
        return
    row.state, row.draft = "new", draft_as_json(draft, question)
    ids = {word: id_ for id_, name in competencies.items() for word in (id_, *name.values())}
    row.competency_id = ids.get(draft.meta.get("competency", ""))
    level = draft.meta.get("level", "")
    row.level = int(level) if level in ("1", "2", "3", "4", "5") else None
    row.source = draft.meta.get("source") or None
    _add_notices(row, draft)


def _what_is_wrong(draft: Draft) -> Message | None:
    """Return what prevents an import although the question itself is valid."""
    if wrong := area_too_long(draft.meta.get("area", "")):
        return AREA + wrong[0], wrong[1]
    if not is_use(draft.more.get("use", EXAM)):
        return USE + NOT_A_USE[0], NOT_A_USE[1]
    return None


def _add_notices(row: ImportRow, draft: Draft) -> None:
    """Note what the bank does not store, or stores only in part."""
    lost = [name for name in draft.meta if name not in _META]
    if difficulty_of(draft.meta.get("difficulty", "")):
        lost.remove("difficulty")
    lost += [name for name in draft.more if name not in (*_STORED, *_RECORDED_ELSEWHERE)]
    if lost:
        _add_notice(row, messages.fields_not_stored(draft.where, lost))
    if not draft.meta.get("area") and area_too_long(draft.meta.get("category", "")):
        _add_notice(row, messages.category_shortened(draft.where, LONGEST_AREA))


def _add_notice(row: ImportRow, problem: Problem) -> None:
    row.problems = [*row.problems, {**problems_as_json([problem])[0], "note": True}]


def draft_as_json(draft: Draft, question: Question) -> dict[str, Any]:
    """Return the question and what the file says about it, as JSON."""
    own = rubric_points(question)
    points = draft.points if own is None else own
    return {
        "question": dump_question(question),
        "name": draft.name[:200],
        "points": str(points.quantize(_CENT, ROUND_HALF_UP)),
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        "meta": dict(draft.meta),
        "more": {name: value for name, value in draft.more.items() if name in _STORED},
    }


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return the first MOST_PROBLEMS problems as JSON, in both languages."""
    both = [
        {
            "where": place_to_json(p.where),
            "what": {"zh": p.what.zh, "en": p.what.en},
            "how": {"zh": p.how.zh, "en": p.how.en},
        }
        for p in problems
    ]
    return both[:MOST_PROBLEMS]


def problems_from_json(stored: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Return the problems that `problems_as_json` wrote."""
    return [Problem(place_from_json(p["where"]), Text(**p["what"]), Text(**p["how"])) for p in stored]
