"""TOML: our own content files with [defaults] and [[item]], as in question_bank/."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from lms.domain.place import Place, QuestionNumber, TextLine, named
from lms.domain.problem import Problem, Text
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.domain.text.marks import read_points
from lms.formats import item_messages
from lms.formats.annotations.comments import with_comments
from lms.formats.containers.decode import decode_text
from lms.formats.drafts.loss_labels import not_carried
from lms.formats.drafts.shorten import changed_words, shorten
from lms.formats.drafts.toml_text import pair
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.item import Draft, Reading, check_drafts, collect_losses, valid_drafts
from lms.formats.remarks import Annotated, Remarks
from lms.questions import dump_question

FORMAT = "toml"
NAME = Text("TOML（题库文件）", "TOML, as in the files of the bank")
SUFFIXES = (".toml",)
IS_TYPED = True

_LARGEST = 5_000_000
_META = ("area", "level", "difficulty", "source")
_OTHER_FACTS = ("checked", "expires", "author", "reviewer", "language", "lesson", "case", "use")
_ENEMIES = "enemies"
_KNOWN = ("name", "kind", "points", "tags", "rationale", *_META, *_OTHER_FACTS, _ENEMIES)
_OTHER_FEEDBACK = "feedback_en"
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*item[ \t]*\]\]", re.MULTILINE)


def recognises(data: bytes, filename: str) -> bool:
    """Whether there is an [[item]] on a line of its own, and a kind."""
    head = data[:200_000].decode("utf-8", "ignore")
    return _HEAD.search(head) is not None and re.search(r"^\s*kind\s*=", head, re.MULTILINE) is not None


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat. Places are the lines of the items."""
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text) if len(data) <= _LARGEST else {}
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Reading(problems=[item_messages.not_utf_8(TextLine(line))])
    except (ValueError, RecursionError) as error:
        return Reading(problems=[item_messages.invalid_toml(_place_of(error, filename), str(error))])
    rows, defaults = document.get("item", []), document.get("defaults", {})
    if not _are_tables(rows) or not isinstance(defaults, Mapping):
        return Reading(problems=[item_messages.no_items(filename)])
    unknown = [name for name in document if name not in ("item", "defaults")]
    problems = [item_messages.unknown_table(filename, name) for name in unknown]
    places = _places(text, len(rows))
    drafts = [_draft({**defaults, **row}, place, problems) for row, place in zip(rows, places, strict=True)]
    return check_drafts(drafts, problems)


def _place_of(error: Exception, filename: str) -> Place:
    """Return the line that a parser's error names, or the file."""
    line = re.search(r"line (\d+)", str(error))
    return TextLine(int(line[1])) if line else named(filename)


def _are_tables(rows: Any) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, Mapping) for row in rows)


def _places(text: str, count: int) -> Sequence[Place]:
    """Return the line of each item, or its number where items are written in another way."""
    lines = [text.count("\n", 0, head.end()) + 1 for head in _HEAD.finditer(text)]
    if len(lines) != count:
        return [QuestionNumber(number) for number in range(1, count + 1)]
    return [TextLine(line) for line in lines]


def _draft(row: Mapping[str, Any], place: Place, problems: list[Problem]) -> Draft:
    data = {name: value for name, value in row.items() if name not in _KNOWN}
    more: dict[str, Any] = {
        name: _text(row[name]) for name in _OTHER_FACTS if row.get(name) not in (None, "")
    }
    if row.get(_ENEMIES):
        more[_ENEMIES] = _texts(row[_ENEMIES])
    english = data.get("en")
    if isinstance(english, Mapping) and "rationale" in english:
        words = {name: value for name, value in english.items() if name != "rationale"}
        more[_OTHER_FEEDBACK] = _text(english["rationale"])
        data = {name: value for name, value in data.items() if name != "en"} | (
            {"en": words} if words else {}
        )
    points = read_points(row.get("points", "1"))
    if points is None:
        problems.append(item_messages.invalid_points(place))
    return Draft(
        where=place,
        kind=_text(row.get("kind", "")),
        data=data,
        name=_text(row.get("name", "")),
        points=Decimal(1) if points is None else points,
        tags=tuple(_texts(row.get("tags", []))),
        feedback=_text(row.get("rationale", "")),
        meta={name: _text(row[name]) for name in _META if row.get(name) not in (None, "")},
        more=more,
    )


def _texts(value: Any) -> list[str]:
    return [_text(each) for each in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    text = decode_text(data, filename)
    if isinstance(text, Problem):
        return NO_EXCERPTS
    return Lines(text.numbered, [index for index, line in enumerate(text.lines) if _HEAD.match(line)])


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating."""
    suffix = PurePath(filename).suffix or SUFFIXES[0]
    return with_comments(data, suffix, "# ", excerpts(data, filename), remarks)


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat. Every key is written with its item; there are no [defaults]."""
    tables = [_tables(draft, question) for draft, question in valid_drafts(drafts)]
    return "\n".join(tables).encode()


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat. A file of the bank contains only what its README lists."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    names = [name for name in draft.meta if name not in _META or not _fits(name, draft.meta[name])]
    names += [name for name in draft.more if name not in (*_OTHER_FACTS, _ENEMIES, _OTHER_FEEDBACK)]
    return [item_messages.not_in_toml(draft.by_name, not_carried(names))] if names else []


def _fits(name: str, value: str) -> bool:
    if name == "difficulty":
        return difficulty_of(value) != ""
    return name != "level" or value in ("1", "2", "3", "4", "5")


def _tables(draft: Draft, question: Question) -> str:
    stored = dump_question(question)
    meta = {name: value for name, value in draft.meta.items() if name in _META and _fits(name, value)}
    keys: dict[str, Any] = {
        "name": draft.name,
        "kind": question.kind,
        "lesson": draft.more.get("lesson", ""),
        "case": draft.more.get("case", ""),
        "area": meta.get("area", ""),
        "level": int(meta["level"]) if "level" in meta else "",
        "difficulty": difficulty_of(meta.get("difficulty", "")),
        "use": draft.more.get("use", ""),
        "points": _points(draft.points),
        "source": meta.get("source", ""),
        "checked": _day(draft.more.get("checked", "")),
        **{name: draft.more.get(name, "") for name in ("expires", "author", "reviewer", "language")},
        "tags": list(draft.tags),
        "enemies": list(draft.more.get(_ENEMIES, ())),
        "rationale": draft.feedback,
    }
    keys = {name: value for name, value in keys.items() if value not in ("", [])}
    keys |= shorten(question.kind, stored["body"])
    lines = ["[[item]]", *(pair(name, value) for name, value in keys.items())]
    translations = {**stored["translations"]}
    if draft.more.get(_OTHER_FEEDBACK):
        translations.setdefault("en", {})
    for language, body in translations.items():
        words = {"stem": body["stem"], **changed_words(stored["body"], body)} if body else {}
        if language == "en" and draft.more.get(_OTHER_FEEDBACK):
            words["rationale"] = draft.more[_OTHER_FEEDBACK]
        lines += [f"[item.{language}]", *(pair(name, value) for name, value in words.items())]
    return "\n".join(lines) + "\n"


def _points(points: Decimal) -> str:
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
