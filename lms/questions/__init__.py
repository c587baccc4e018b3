"""Question kinds, discovered in this folder, and what can be done with a question of any kind.

A kind is one module here with everything about it, its messages included; nothing lists the kinds.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, cast

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.question import messages
from lms.domain.question.comparison import comparable_data
from lms.domain.question.protocol import MARKER, NEVER, Criterion, Data, Kind, Question, Score, Unreadable
from lms.domain.question.translation import LANGUAGES, load_translations


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its name, in LIST_ORDER: each module of this package that has a KIND."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [cast(Kind, module) for module in modules if hasattr(module, "KIND")]
    return MappingProxyType(
        {own.KIND: own for own in sorted(found, key=lambda own: (own.LIST_ORDER, own.KIND))}
    )


def get_kind(name: str) -> Kind:
    """Return the kind called `name`; raise KeyError if there is none."""
    return kinds()[name]


def load_question(kind: str, data: Data) -> Question | list[Problem]:
    """Return the question in `data` (a body, plus `en` or `zh`: its texts in that language), or all problems.

    Paths count rows from 1: "options[2].text", "en.stem".
    """
    if kind not in kinds():
        return [Problem(FieldPath("kind"), *messages.unknown_kind(kind, sorted(kinds())))]
    own = kinds()[kind]
    original = {name: value for name, value in data.items() if name not in LANGUAGES}
    words = {language: data[language] for language in LANGUAGES if data.get(language) is not None}
    body = own.load(original)
    if isinstance(body, list):
        return body + load_translations(own, None, original, words)[1]
    translations, problems = load_translations(own, body, own.dump(body), words)
    return problems or Question(kind, body, translations)


def dump_question(question: Question) -> dict[str, Any]:
    """Return `{"kind", "body", "translations": {language: body}}`, JSON-able, as the database stores it."""
    own = get_kind(question.kind)
    translations = {language: own.dump(body) for language, body in question.translations.items()}
    return {"kind": question.kind, "body": own.dump(question.body), "translations": translations}


def restore_question(stored: Data) -> Question:
    """Return the question that `dump_question` wrote; raise ValueError if `stored` is none."""
    own = kinds().get(stored["kind"])
    if own is None:
        raise ValueError(f"no kind {stored['kind']!r}")
    bodies = {"": own.load(stored["body"])}
    bodies |= {language: own.load(data) for language, data in stored.get("translations", {}).items()}
    for body in bodies.values():
        if isinstance(body, list):
            raise ValueError("; ".join(problem.line("en") for problem in body))
    return Question(stored["kind"], bodies.pop(""), bodies)


def comparable_question(question: Question) -> Any:
    """Return what counts when questions are compared, in the original language: see `comparable_data`."""
    return _essence(question.kind, question.body)


def same_question(new: Question, stored: Question) -> bool:
    """Return whether they differ in ids and spelling only; translations count if `new` has any."""
    if new.kind != stored.kind or comparable_question(new) != comparable_question(stored):
        return False
    return not new.translations or _comparable_translations(new) == _comparable_translations(stored)


def _comparable_translations(question: Question) -> dict[str, Any]:
    return {language: _essence(question.kind, body) for language, body in question.translations.items()}


def _essence(kind_: str, body: Any) -> Any:
    own = get_kind(kind_)
    return comparable_data(own.FORM, own.dump(body))


def show_question(question: Question, seed: int, language: str, shuffle: bool = True) -> dict[str, Any]:
    """Return what a candidate may see.

    The order depends on the seed and on the question, but not on the language.
    """
    own = get_kind(question.kind)
    mixed = int.from_bytes(sha256(f"{seed}\0{question.body.stem}".encode()).digest()[:8], "big")
    return own.show(question.in_(language), mixed if shuffle else None)


def read_response(question: Question, raw: Any) -> dict[str, Any]:
    """Return the canonical response, {} for an empty one; raise Unreadable if no language accepts it.

    Every language is tried, since a unit may be written in any of them.
    """
    first: Unreadable | None = None
    for body in (question.body, *question.translations.values()):
        try:
            return get_kind(question.kind).read_response(body, raw)
        except Unreadable as unreadable:
            first = first or unreadable
    assert first is not None
    raise first


def raw_from_form(question: Question, form: Mapping[str, list[str]]) -> Any:
    """Return the raw response from the fields of the kind's template, whose prefix was removed."""
    return get_kind(question.kind).raw_from_form(question.body, form)


def response_to_form(question: Question, response: Data) -> dict[str, list[str]]:
    """Return the fields of the kind's template that show a response, without their prefix."""
    return get_kind(question.kind).response_to_form(response)


def is_unfinished(question: Question, response: Data) -> bool:
    """Return whether a part of the response is still to be filled in. See Kind."""
    return get_kind(question.kind).is_unfinished(question.body, response)


def score_response(question: Question, response: Data) -> Score:
    """Return the best score over all languages: an answer that is right in one of them is right."""
    own = get_kind(question.kind)
    scores = [own.score(body, response) for body in (question.body, *question.translations.values())]
    return max(scores, key=lambda score: score.fraction)


def feedback(question: Question, response: Data, language: str) -> list[str]:
    """Return the author's feedback to this response, as sanitised inline HTML."""
    return get_kind(question.kind).feedback(question.in_(language), response)


def search_text(question: Question) -> str:
    """Return all text of the question, in all languages, on one line."""
    own = get_kind(question.kind)
    return " ".join(own.search_text(body) for body in (question.body, *question.translations.values()))


def answer_key(question: Question, language: str = "zh") -> dict[str, Any]:
    """Return the right answer as a response, or {}, with the `rubric` if a person marks. See Kind."""
    return get_kind(question.kind).answer_key(question.in_(language))


def model_answer(question: Question, language: str) -> dict[str, Any]:
    """Return the right answer as a response; {} if there is none or the author wrote none."""
    return {name: value for name, value in answer_key(question, language).items() if name != "rubric"}


def rubric(question: Question, language: str = "zh") -> list[Criterion]:
    """Return the criteria of a marker; empty if no person marks the question."""
    return get_kind(question.kind).rubric(question.in_(language))


def rubric_points(question: Question) -> Decimal | None:
    """Return the sum of the rubric, which fixes the points of the question; None if it has no rubric."""
    criteria = rubric(question)
    return sum((Decimal(criterion["points"]) for criterion in criteria), Decimal(0)) if criteria else None


def part_names(question: Question, shown: Data, language: str) -> dict[str, Text]:
    """Return a name for each part of a score, for the candidate who saw `shown`. See Kind."""
    return get_kind(question.kind).part_names(question.in_(language), shown)


def response_from_paper(question: Question, shown: Data, typed: str) -> dict[str, Any]:
    """Return the canonical response that was typed from paper; raise Unreadable if it cannot be read."""
    return read_response(question, get_kind(question.kind).raw_from_paper(shown, typed))


@cache
def stimulus_kinds() -> tuple[str, ...]:
    """Return the kinds that are read and not answered, which other questions may refer to."""
    return tuple(sorted(name for name, own in kinds().items() if own.SCORING == NEVER))


@cache
def kinds_marked_by_people() -> frozenset[str]:
    """Return the kinds whose responses wait for a marker, and whose rubric fixes the points."""
    return frozenset(name for name, own in kinds().items() if own.SCORING == MARKER)


def list_kinds() -> list[Kind]:
    """Return every kind in LIST_ORDER."""
    return list(kinds().values())
