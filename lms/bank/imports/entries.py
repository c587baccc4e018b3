"""What was read from a file as the entries of an import: each question with its problems and its own text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lms.bank.models import ImportEntry
from lms.content.items import AREA, LONGEST_AREA, area_too_long
from lms.domain.place import NOWHERE, Place, named
from lms.domain.place_record import place_from_json, place_to_json
from lms.domain.problem import Problem, Text
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.formats import items
from lms.formats.excerpts import Excerpts, Key
from lms.formats.item import Draft, Reading
from lms.formats.items import toml
from lms.questions import dump_question, rubric_points

MOST = 20_000
"""Questions to an import."""
LONGEST = 60_000
"""Characters of a question that can be put right on a page."""
MOST_PROBLEMS = 40
"""That are kept of one question, and of the file as a whole."""
_KEPT = ("checked", "expires", "feedback_en", "case", "enemies")
_SAID_ELSEWHERE = ("format", "author", "reviewer", "language", "lesson")
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


def entries_of(
    reading: Reading, data: bytes, filename: str, form: str, competencies: Mapping[str, Any]
) -> tuple[list[ImportEntry], list[Problem], dict[int, Question]]:
    """The entries in the order of the file, not yet judged; what is wrong with the file as a whole; the questions
    that the entries hold, by position."""
    excerpts = items.excerpts(data, filename, form)
    pieces: list[_Piece] = []
    by_key: dict[Key, _Piece] = {}
    by_where: dict[Place, _Piece] = {}
    for number, draft in enumerate(reading.drafts):
        key = excerpts.key(draft.where)
        piece = _Piece((*(key or (0, number)), number), draft.where, draft)
        pieces.append(piece)
        by_where[draft.where] = piece
        if key is not None:
            by_key[key] = piece
    whole = [
        problem
        for problem in reading.problems
        if not _attach(problem, excerpts, filename, pieces, by_key, by_where)
    ]
    pieces.sort(key=lambda piece: piece.order)
    entries = [_entry(number, piece, competencies) for number, piece in enumerate(pieces, 1)]
    found = {n: piece.draft.question() for n, piece in enumerate(pieces, 1) if piece.draft is not None}
    return entries, whole, {n: each for n, each in found.items() if isinstance(each, Question)}


def _attach(
    problem: Problem,
    excerpts: Excerpts,
    filename: str,
    pieces: list[_Piece],
    by_key: dict[Key, _Piece],
    by_where: dict[Place, _Piece],
) -> bool:
    """Gives the problem to its question; False for one of the whole file."""
    key = excerpts.key(problem.where)
    known = by_where.get(problem.where) or by_where.get(problem.where.enclosing)
    piece = known or (by_key.get(key) if key else None)
    if piece is None:
        if key is None and (problem.where in (NOWHERE, named(filename)) or not by_where):
            return False
        piece = _Piece((*(key or (10**9, 0)), len(pieces)), problem.where)
        if key is not None:
            piece.place, piece.text = excerpts.place(key), excerpts.text(key)
            by_key[key] = piece
        else:
            by_where[problem.where] = piece
        pieces.append(piece)
    piece.problems.append(problem)
    return True


def _entry(number: int, piece: _Piece, competencies: Mapping[str, Any]) -> ImportEntry:
    entry = ImportEntry(
        position=number,
        place=piece.place,
        state="bad",
        choice="",
        name="",
        text=piece.text if len(piece.text) <= LONGEST else "",
        problems=told([*piece.problems, *_too_long(piece)]),
    )
    if piece.draft is not None:
        fill(entry, piece.draft, competencies)
    return entry


def _too_long(piece: _Piece) -> list[Problem]:
    """What cannot be shown and put right on a page."""
    if (many := len(piece.text)) <= LONGEST:
        return []
    what = Text(
        f"这道题有 {many} 个字符，超过 {LONGEST} 个，不能在这里改",
        f"this question has {many} characters, more than {LONGEST}; it cannot be edited here",
    )
    return [
        Problem(piece.place, what, Text("请在文件里改好后重新导入", "correct the file and import it again"))
    ]


def fill(entry: ImportEntry, draft: Draft, competencies: Mapping[str, Any]) -> None:
    """The draft becomes what the entry is about; what the bank has no place for is noted."""
    question = draft.question()
    if not isinstance(question, Question):
        entry.problems = [*entry.problems, *told(question)]
        return
    if wrong := area_too_long(draft.meta.get("area", "")):
        entry.state, entry.draft = "bad", None
        entry.text = entry.text or toml.write([draft]).decode()
        entry.problems = [*entry.problems, *told([Problem(draft.where, AREA + wrong[0], wrong[1])])]
        return
    entry.state, entry.draft = "new", kept(draft, question)
    named = {word: id_ for id_, name in competencies.items() for word in (id_, *name.values())}
    entry.competency_id = named.get(draft.meta.get("competency", ""))
    level = draft.meta.get("level", "")
    entry.level = int(level) if level in ("1", "2", "3", "4", "5") else None
    entry.source = draft.meta.get("source") or None
    lost = [name for name in draft.meta if name not in _META]
    if difficulty_of(draft.meta.get("difficulty", "")):
        lost.remove("difficulty")
    lost += [name for name in draft.more if name not in (*_KEPT, *_SAID_ELSEWHERE)]
    if lost:
        what = Text(f"题库不保存这些：{'、'.join(lost)}", f"the bank has no place for: {', '.join(lost)}")
        how = Text("需要时请写进题目或标签", "Put it into the question or its tags if it matters")
        _note(entry, Problem(draft.where, what, how))
    if not draft.meta.get("area") and area_too_long(draft.meta.get("category", "")):
        what = Text(
            f"内容域最多 {LONGEST_AREA} 个字符，这个分类只留下前 {LONGEST_AREA} 个",
            f"a content area has at most {LONGEST_AREA} characters; only as many of this category are kept",
        )
        _note(
            entry,
            Problem(
                draft.where,
                what,
                Text("需要时请在题目里改内容域", "edit the area of the question if it matters"),
            ),
        )


def _note(entry: ImportEntry, problem: Problem) -> None:
    """Something to be known for which nothing is refused."""
    entry.problems = [*entry.problems, {**told([problem])[0], "note": True}]


def kept(draft: Draft, question: Question) -> dict[str, Any]:
    """The question and what the file says of it, as JSON."""
    own = rubric_points(question)
    points = draft.points if own is None else own
    return {
        "question": dump_question(question),
        "name": draft.name[:200],
        "points": str(points.quantize(_CENT, ROUND_HALF_UP)),
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        "meta": dict(draft.meta),
        "more": {name: value for name, value in draft.more.items() if name in _KEPT},
    }


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON, in both languages."""
    both = [
        {
            "where": place_to_json(p.where),
            "what": {"zh": p.what.zh, "en": p.what.en},
            "how": {"zh": p.how.zh, "en": p.how.en},
        }
        for p in problems
    ]
    return both[:MOST_PROBLEMS]


def untold(stored: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """The problems that `told` wrote."""
    return [Problem(place_from_json(p["where"]), Text(**p["what"]), Text(**p["how"])) for p in stored]
