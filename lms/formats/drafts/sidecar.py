"""What a question loses in another system's format, kept beside it in the same file: our own export comes back whole.

It is bound to the words that were written: where another system changed the question since, it counts no more.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lms.domain.place import Place
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.domain.text.marks import read_points
from lms.formats.drafts.shorten import changed_words
from lms.formats.item import Draft
from lms.questions import dump_question

_NOT_FOR_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CHECK = Text("请核对计分规则、译文和其他信息", "Check its rule, translations and other facts")
_FACTS = ("name", "points", "tags", "feedback", "meta", "more")


def sidecar_text(draft: Draft, question: Question, seen: Draft | None) -> str:
    """What to write beside the question: everything in which `draft` is not what is `seen` without it; "" if nothing.

    `seen` is what our reader takes from the visible part, None if it refuses that.
    """
    read = seen.question() if seen else None
    stored = dump_question(question)
    rest: dict[str, Any] = {}
    if not isinstance(read, Question) or dump_question(read) != stored:
        rest["question"] = stored
    before = _facts(seen) if seen else {}
    rest |= {name: value for name, value in _facts(draft).items() if before.get(name) != value}
    if not rest:
        return ""
    words = json.dumps({"of": _mark(seen), **rest}, ensure_ascii=False, separators=(",", ":"))
    return _NOT_FOR_XML.sub(lambda char: f"\\u{ord(char[0]):04x}", words)


def with_sidecar(seen: Draft | None, words: str, place: Place) -> Draft | Problem:
    """`seen` with what stands beside it, or why that does not count."""
    try:
        rest = json.loads(words)
        if rest["of"] != _mark(seen):
            return _changed(place)
        draft = _with(seen or Draft(place, rest["question"]["kind"], {}), rest)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _broken(place)
    return draft if isinstance(draft.question(), Question) else _broken(place)


def _with(seen: Draft, rest: Mapping[str, Any]) -> Draft:
    draft = seen
    if "question" in rest:
        body, translations = rest["question"]["body"], rest["question"]["translations"]
        words = {
            name: {"stem": other["stem"], **changed_words(body, other)}
            for name, other in translations.items()
        }
        draft = replace(draft, kind=str(rest["question"]["kind"]), data={**body, **words})
    facts = {**_facts(draft), **{name: rest[name] for name in _FACTS if name in rest}}
    points = read_points(facts["points"])
    files = {"files": draft.more["files"]} if "files" in draft.more else {}
    return replace(
        draft,
        name=str(facts["name"]),
        points=draft.points if points is None else points,
        tags=tuple(map(str, facts["tags"])),
        feedback=str(facts["feedback"]),
        meta={str(name): str(value) for name, value in facts["meta"].items()},
        more={**facts["more"], **files},
    )


def _facts(draft: Draft) -> dict[str, Any]:
    """All but the question itself; files lie in the package and are not said twice."""
    return {
        "name": draft.name,
        "points": _text(draft.points),
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        "meta": dict(draft.meta),
        "more": {name: value for name, value in draft.more.items() if name != "files"},
    }


def _text(points: Decimal) -> str:
    return f"{points:f}"


def _mark(seen: Draft | None) -> str:
    """Short for the visible part: question, name, points and feedback, as they are read."""
    question = seen.question() if seen else None
    if seen is None or not isinstance(question, Question):
        return ""
    said = [dump_question(question), seen.name, f"{seen.points.normalize():f}", seen.feedback]
    return sha256(json.dumps(said, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:20]


def _changed(place: Place) -> Problem:
    what = Text(
        "导出后在别处改过，只按改后的样子读入，原来附带的信息没有采用",
        "was changed elsewhere after it was exported; it is read as it is now, without what was kept beside it",
    )
    return Problem(place, what, _CHECK, notice=True)


def _broken(place: Place) -> Problem:
    what = Text("附带的信息已损坏，没有采用", "what was kept beside it is damaged and was not used")
    return Problem(place, what, _CHECK, notice=True)
