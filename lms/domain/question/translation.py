"""The same question in another language: its words replaced, its key kept."""

from collections.abc import Mapping
from typing import Any

from lms.domain.fields import missing
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Data, Kind, translate

LANGUAGES = ("zh", "en")
_FREE_LENGTH = "answers"
"""Another language may know more or fewer words for the same answer."""


def load_translations(
    kind: Kind, body: Any, data: Data, words: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """The bodies by language and everything wrong with them; `body` is None if the original is wrong."""
    bodies: dict[str, Any] = {}
    problems: list[Problem] = []
    for language, replaced in words.items():
        found = _check(data, replaced, language)
        if body is not None and not found:
            loaded = kind.load(translate(data, replaced))
            if isinstance(loaded, list):
                found = [Problem(FieldPath(f"{language}.{p.where.path}"), p.what, p.how) for p in loaded]
            elif kind.invariants(loaded) != kind.invariants(body):
                found = [_changed(language)]
            else:
                bodies[language] = loaded
        problems += found
    return bodies, problems


def _check(data: Data, words: Any, language: str) -> list[Problem]:
    if not isinstance(words, Mapping):
        what = Text("应是一张键值表", "must be a table of keys")
        return [Problem(FieldPath(language), what, Text("请写成 [item.en]", "Write it as [item.en]"))]
    without_stem = [] if words.get("stem") else [missing(f"{language}.stem")]
    return without_stem + _differences(data, words, language)


def _differences(data: Data, words: Data, where: str) -> list[Problem]:
    """Words for which the original has no place, and lists of another length."""
    found = []
    for name, new in words.items():
        place, old = f"{where}.{name}", data.get(name)
        if name not in data:
            what = Text("原文没有这一项", "is not in the original")
            found.append(
                Problem(
                    FieldPath(place),
                    what,
                    Text("请删去，或先补进原文", "Remove it, or add it to the original first"),
                )
            )
        elif isinstance(old, list) and name != _FREE_LENGTH:
            found += _list_differences(old, new, place)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            found += _differences(old, new, place)
    return found


def _list_differences(old: list[Any], new: Any, place: str) -> list[Problem]:
    if not isinstance(new, list) or len(new) != len(old):
        length = len(new) if isinstance(new, list) else 0
        what = Text(
            f"有 {length} 项，原文有 {len(old)} 项", f"has {length} entries, the original has {len(old)}"
        )
        return [Problem(FieldPath(place), what, Text("请逐项对应", "Give one for each"))]
    found = []
    for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found += _differences(one, other, f"{place}[{number}]")
    return found


def _changed(language: str) -> Problem:
    what = Text("译文改动了答案或结构", "changes the key or the structure")
    return Problem(
        FieldPath(language),
        what,
        Text("译文里只写文字，不写答案、分值和规则", "Translate words only: no key, points or rules"),
    )
