"""What another system's format has no place for, stored in the same file: our own export is read back complete.

It is bound to the visible question: it no longer counts where another system has changed that.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from lms.domain.place import Place
from lms.domain.problem import Problem
from lms.domain.question.protocol import Question
from lms.domain.text.marks import read_points
from lms.formats.drafts import messages
from lms.formats.drafts.shorten import changed_words
from lms.formats.item import Draft
from lms.questions import dump_question

_NOT_FOR_XML = re.compile("[\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FACTS = ("name", "points", "tags", "feedback", "meta", "more")


def sidecar_text(draft: Draft, question: Question, visible: Draft | None) -> str:
    """Return everything in which `draft` differs from the visible part alone, as JSON; "" if they are the same.

    `visible` is what our reader makes of the visible part, None if it refuses that.
    """
    read = visible.question() if visible else None
    stored = dump_question(question)
    sidecar: dict[str, Any] = {}
    if not isinstance(read, Question) or dump_question(read) != stored:
        sidecar["question"] = stored
    before = _facts(visible) if visible else {}
    sidecar |= {name: value for name, value in _facts(draft).items() if before.get(name) != value}
    if not sidecar:
        return ""
    text = json.dumps({"of": _fingerprint(visible), **sidecar}, ensure_ascii=False, separators=(",", ":"))
    return _NOT_FOR_XML.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def with_sidecar(visible: Draft | None, text: str, place: Place) -> Draft | Problem:
    """Return `visible` completed by its sidecar, or why the sidecar does not count."""
    try:
        sidecar = json.loads(text)
        if sidecar["of"] != _fingerprint(visible):
            return messages.changed_since_export(place)
        draft = _completed(visible or Draft(place, sidecar["question"]["kind"], {}), sidecar)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return messages.sidecar_damaged(place)
    return draft if isinstance(draft.question(), Question) else messages.sidecar_damaged(place)


def _completed(visible: Draft, sidecar: Mapping[str, Any]) -> Draft:
    draft = visible
    if "question" in sidecar:
        body, translations = sidecar["question"]["body"], sidecar["question"]["translations"]
        translated = {
            language: {"stem": other["stem"], **changed_words(body, other)}
            for language, other in translations.items()
        }
        draft = replace(draft, kind=str(sidecar["question"]["kind"]), data={**body, **translated})
    facts = {**_facts(draft), **{name: sidecar[name] for name in _FACTS if name in sidecar}}
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
    """Return all but the question itself and the files, which are in the package already."""
    return {
        "name": draft.name,
        "points": f"{draft.points:f}",
        "tags": list(draft.tags),
        "feedback": draft.feedback,
        "meta": dict(draft.meta),
        "more": {name: value for name, value in draft.more.items() if name != "files"},
    }


def _fingerprint(visible: Draft | None) -> str:
    """Return a short hash of the visible part: question, name, points and feedback, as they are read."""
    question = visible.question() if visible else None
    if visible is None or not isinstance(question, Question):
        return ""
    parts = [dump_question(question), visible.name, f"{visible.points.normalize():f}", visible.feedback]
    return sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()[:20]
