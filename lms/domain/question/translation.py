"""Translations of a question: its texts are replaced, its key is kept."""

from collections.abc import Mapping
from typing import Any

from lms.domain.fields import missing
from lms.domain.place import FieldPath
from lms.domain.problem import Problem
from lms.domain.question import messages
from lms.domain.question.protocol import Data, Kind, translate

LANGUAGES = ("zh", "en")
_FREE_LENGTH = "answers"
"""A list that may be longer or shorter in another language, which has other words for the same answer."""


def load_translations(
    kind: Kind, body: Any, data: Data, words: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the bodies by language, and all problems; `body` is None if the original has problems."""
    bodies: dict[str, Any] = {}
    problems: list[Problem] = []
    for language, replaced in words.items():
        wrong = _check(data, replaced, language)
        if body is not None and not wrong:
            loaded = kind.load(translate(data, replaced))
            if isinstance(loaded, list):
                wrong = [Problem(FieldPath(f"{language}.{p.where.path}"), p.what, p.how) for p in loaded]
            elif kind.invariants(loaded) != kind.invariants(body):
                wrong = [Problem(FieldPath(language), *messages.TRANSLATION_CHANGES_KEY)]
            else:
                bodies[language] = loaded
        problems += wrong
    return bodies, problems


def _check(data: Data, words: Any, language: str) -> list[Problem]:
    if not isinstance(words, Mapping):
        return [Problem(FieldPath(language), *messages.TRANSLATION_NOT_A_TABLE)]
    missing_stem = [] if words.get("stem") else [missing(f"{language}.stem")]
    return missing_stem + _differences(data, words, language)


def _differences(data: Data, words: Data, where: str) -> list[Problem]:
    """Return a problem for each key that the original lacks, and each list of another length."""
    problems = []
    for name, new in words.items():
        path, old = f"{where}.{name}", data.get(name)
        if name not in data:
            problems.append(Problem(FieldPath(path), *messages.NOT_IN_THE_ORIGINAL))
        elif isinstance(old, list) and name != _FREE_LENGTH:
            problems += _list_differences(old, new, path)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            problems += _differences(old, new, path)
    return problems


def _list_differences(old: list[Any], new: Any, path: str) -> list[Problem]:
    if not isinstance(new, list) or len(new) != len(old):
        count = len(new) if isinstance(new, list) else 0
        return [Problem(FieldPath(path), *messages.wrong_translation_count(count, len(old)))]
    problems = []
    for number, (old_row, new_row) in enumerate(zip(old, new, strict=True), 1):
        if isinstance(old_row, Mapping) and isinstance(new_row, Mapping):
            problems += _differences(old_row, new_row, f"{path}[{number}]")
    return problems
