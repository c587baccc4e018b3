"""What the pages of the bank read from a form or an address."""

from collections.abc import Mapping
from typing import Any

from flask import request

from lms.bank.find import STATES, Filter
from lms.questions import kinds

_NO_FIELD = frozenset({"csrf_token", "number", "competency", "kind", "do"})


def filter_of(values: Mapping[str, str]) -> Filter:
    """q, competency, kind, state, level, mine; what is not known there filters nothing."""
    kind, state, level = (values.get(name, "") for name in ("kind", "state", "level"))
    return Filter(
        words=values.get("q", "").replace("\0", "").strip()[:60],
        competency=values.get("competency", "").replace("\0", "")[:40],
        kind=kind if kind in kinds() else "",
        state=state if state in STATES else "",
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
        mine=values.get("mine", "") == "1",
    )


def address_of(chosen: Filter) -> dict[str, Any]:
    """The same filter as the parameters of an address; what filters nothing is left out."""
    said = {
        "q": chosen.words,
        "competency": chosen.competency,
        "kind": chosen.kind,
        "state": chosen.state,
        "level": chosen.level,
        "mine": int(chosen.mine),
    }
    return {name: value for name, value in said.items() if value}


def text() -> str:
    """The text of the editor, with the line ends of files."""
    return request.form.get("text", "").replace("\r\n", "\n")


def values() -> dict[str, str]:
    """Every field of the editor's form, with the line ends of files."""
    return {
        name: value.replace("\r\n", "\n") for name, value in request.form.items() if name not in _NO_FIELD
    }


def number() -> int:
    """The version that the page showed; 0 if it does not say."""
    return request.form.get("number", 0, type=int)


def comment() -> str:
    """What a reviewer says, or the reason for retiring."""
    return request.form.get("comment", "")
