"""The kinds of questions, found by looking, and what can be done with a question of any kind."""

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
from lms.domain.question.comparison import comparable_data
from lms.domain.question.protocol import MARKER, NEVER, Criterion, Data, Kind, Question, Score, Unreadable
from lms.domain.question.translation import LANGUAGES, load_translations


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name: each module of this package that has a KIND."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return MappingProxyType(
        {module.KIND: cast(Kind, module) for module in modules if hasattr(module, "KIND")}
    )


def get_kind(name: str) -> Kind:
    """The kind called `name`; KeyError if there is none."""
    return kinds()[name]


def load_question(kind: str, data: Data) -> Question | list[Problem]:
    """The question written in `data` (a body, plus `en` or `zh`: the same words in that language).

    Otherwise everything that is wrong with it, places counted from 1: "options[2].text", "en.stem".
    """
    if kind not in kinds():
        names = ", ".join(sorted(kinds()))
        what = Text(f"没有“{kind}”这种题型", f'there is no kind "{kind}"')
        return [Problem(FieldPath("kind"), what, Text(f"请选用：{names}", f"Use one of: {names}"))]
    own = kinds()[kind]
    original = {name: value for name, value in data.items() if name not in LANGUAGES}
    words = {language: data[language] for language in LANGUAGES if data.get(language) is not None}
    body = own.load(original)
    if isinstance(body, list):
        return body + load_translations(own, None, original, words)[1]
    translations, problems = load_translations(own, body, own.dump(body), words)
    return problems or Question(kind, body, translations)


def dump_question(question: Question) -> dict[str, Any]:
    """`{"kind", "body", "translations": {language: body}}`, JSON-able: the form in the database."""
    own = get_kind(question.kind)
    translations = {language: own.dump(body) for language, body in question.translations.items()}
    return {"kind": question.kind, "body": own.dump(question.body), "translations": translations}


def restore_question(stored: Data) -> Question:
    """The question that `dump_question` wrote; ValueError if it is none."""
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
    """All that the question carries in its first language, without ids and spelling: see `essence_of`."""
    return _essence(question.kind, question.body)


def same_question(new: Question, held: Question) -> bool:
    """Whether they differ in ids and spelling only. Translations count where the new one has any."""
    if new.kind != held.kind or comparable_question(new) != comparable_question(held):
        return False
    return not new.translations or _translated(new) == _translated(held)


def _translated(question: Question) -> dict[str, Any]:
    return {language: _essence(question.kind, body) for language, body in question.translations.items()}


def _essence(kind_: str, body: Any) -> Any:
    own = get_kind(kind_)
    return comparable_data(own.FORM, own.dump(body))


def show_question(question: Question, seed: int, language: str, shuffle: bool = True) -> dict[str, Any]:
    """What a candidate may see. The order is that of the seed, the same in every language, and
    another one for each question though the seed be the same."""
    own = get_kind(question.kind)
    mixed = int.from_bytes(sha256(f"{seed}\0{question.body.stem}".encode()).digest()[:8], "big")
    return own.show(question.in_(language), mixed if shuffle else None)


def read_response(question: Question, raw: Any) -> dict[str, Any]:
    """The canonical response, {} for an empty one, or raise Unreadable.

    Any of the languages will do: a unit may be written in either.
    """
    first: Unreadable | None = None
    for body in (question.body, *question.translations.values()):
        try:
            return get_kind(question.kind).read(body, raw)
        except Unreadable as refusal:
            first = first or refusal
    assert first is not None
    raise first


def raw_from_form(question: Question, form: Mapping[str, list[str]]) -> Any:
    """The raw response in the fields of the kind's template, their prefix stripped. See Kind."""
    return get_kind(question.kind).from_form(question.body, form)


def response_to_form(question: Question, response: Data) -> dict[str, list[str]]:
    """The fields of the kind's template that hold a response, without their prefix."""
    return get_kind(question.kind).to_form(response)


def score_response(question: Question, response: Data) -> Score:
    """The best score over the languages: an answer that is right in one of them is right."""
    own = get_kind(question.kind)
    scores = [own.score(body, response) for body in (question.body, *question.translations.values())]
    return max(scores, key=lambda score: score.fraction)


def feedback(question: Question, response: Data, language: str) -> list[str]:
    """What the author has to say about this response, as sanitised inline HTML."""
    return get_kind(question.kind).feedback(question.in_(language), response)


def search_text(question: Question) -> str:
    """All its text in all languages on one line."""
    own = get_kind(question.kind)
    return " ".join(own.words(body) for body in (question.body, *question.translations.values()))


def answer_key(question: Question, language: str = "zh") -> dict[str, Any]:
    """The right answer as a response, or {}; where a person marks, the `rubric` stands beside it. See Kind."""
    return get_kind(question.kind).key(question.in_(language))


def model_answer(question: Question, language: str) -> dict[str, Any]:
    """The right answer as a response; {} where there is none, or the author wrote none."""
    return {name: value for name, value in answer_key(question, language).items() if name != "rubric"}


def rubric(question: Question, language: str = "zh") -> list[Criterion]:
    """What a marker measures answers by; empty where nobody has to."""
    return get_kind(question.kind).rubric(question.in_(language))


def rubric_points(question: Question) -> Decimal | None:
    """The points that the question itself fixes: the sum of its rubric; None if it has none."""
    criteria = rubric(question)
    return sum((Decimal(criterion["points"]) for criterion in criteria), Decimal(0)) if criteria else None


def part_names(question: Question, shown: Data, language: str) -> dict[str, Text]:
    """What each part of a score is called to a candidate who saw `shown`. See Kind."""
    return get_kind(question.kind).part_names(question.in_(language), shown)


def response_from_paper(question: Question, shown: Data, typed: str) -> dict[str, Any]:
    """The canonical response that stands on paper as `typed`, or raise Unreadable."""
    return read_response(question, get_kind(question.kind).raw_from_paper(shown, typed))


@cache
def stimulus_kinds() -> tuple[str, ...]:
    """The kinds that are read and not answered: other questions may be about them."""
    return tuple(sorted(name for name, own in kinds().items() if own.SCORING == NEVER))


@cache
def kinds_marked_by_people() -> frozenset[str]:
    """The kinds whose answers wait for a marker, and whose points are those of their rubric."""
    return frozenset(name for name, own in kinds().items() if own.SCORING == MARKER)


def list_kinds() -> list[Kind]:
    """Every kind in the order in which authors read about them."""
    return sorted(kinds().values(), key=lambda own: (own.LIST_ORDER, own.KIND))
