"""Reads what a client sends: answers with their numbers. Responses are checked later, by their kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.domain.exam.blueprint import MOST_ITEMS
from lms.domain.problem import Problem
from lms.sittings import messages, request_messages
from lms.sittings.presence import FOCUS, FocusChange

GREATEST_SEQ = 2**53 - 1
"""The greatest whole number that every JSON reader keeps exact."""
_KNOWN = ("position", "seq", "response", "fields", "client_time")
_MOST_FIELDS = 100
MOST_FOCUS_CHANGES = 100
"""In one request; more of them between two requests would prove nothing more."""


@dataclass(frozen=True, slots=True)
class AnswerUpdate:
    """One answer that was sent."""

    position: int
    seq: int
    response: Any
    client_time: str = ""
    fields: dict[str, list[str]] | None = None
    """Instead of a response: the fields of the kind's form, as the page's script sends them."""


def read_updates(raw: Sequence[Any]) -> list[AnswerUpdate]:
    """Return the updates of a request's `answers`. Raise Refused (400) with every problem in them."""
    problems: list[Problem] = []
    if len(raw) > MOST_ITEMS:
        raise messages.invalid_answer([request_messages.too_many_answers(len(raw), MOST_ITEMS)])
    updates = [
        update
        for number, entry in enumerate(raw, 1)
        if (update := _read_update(entry, f"answers[{number}]", problems))
    ]
    positions: set[int] = set()
    for number, update in enumerate(updates, 1):
        if update.position in positions:
            problems.append(
                request_messages.position_repeated(f"answers[{number}].position", update.position)
            )
        positions.add(update.position)
    if problems:
        raise messages.invalid_answer(problems)
    return updates


def read_seqs(raw: Mapping[str, Any]) -> dict[int, int]:
    """Return the greatest number that the client has sent, by position, from `{"1": 7}`. Raise Refused (400)."""
    problems: list[Problem] = []
    seqs: dict[int, int] = {}
    for name, seq in raw.items():
        if name.isascii() and name.isdigit() and len(name) <= 4 and _whole(seq) and seq > 0:
            seqs[int(name)] = seq
        else:
            problems.append(request_messages.seqs_invalid(f"seqs.{name[:20]}"))
    if problems:
        raise messages.invalid_answer(problems)
    return seqs


def read_focus_changes(raw: Sequence[Any]) -> list[FocusChange]:
    """Return the changes of `[{"type": "focus-lost", "client_time": "…"}]`. Raise Refused (400) with every problem."""
    problems: list[Problem] = []
    changes = []
    for number, entry in enumerate(raw[:MOST_FOCUS_CHANGES], 1):
        known = isinstance(entry, dict) and set(entry) == {"type", "client_time"} and entry["type"] in FOCUS
        if known and _is_time(entry["client_time"]) and entry["client_time"]:
            changes.append(FocusChange(entry["type"], entry["client_time"]))
        else:
            problems.append(request_messages.focus_change_invalid(f"focus[{number}]"))
    if problems:
        raise messages.invalid_answer(problems)
    return changes


def _read_update(raw: Any, where: str, problems: list[Problem]) -> AnswerUpdate | None:
    if not isinstance(raw, dict):
        problems.append(request_messages.not_an_object(where))
        return None
    before = len(problems)
    for name in raw:
        if name not in _KNOWN:
            problems.append(request_messages.unknown_field(f"{where}.{str(name)[:40]}"))
    for name in ("position", "seq"):
        if not _whole(raw.get(name)) or not 1 <= raw[name] <= GREATEST_SEQ:
            problems.append(request_messages.not_a_positive_number(f"{where}.{name}"))
    if ("response" in raw) == ("fields" in raw):
        problems.append(request_messages.response_or_fields(f"{where}.response"))
    if "fields" in raw and not _is_form(raw["fields"]):
        problems.append(request_messages.fields_invalid(f"{where}.fields"))
    time = raw.get("client_time")
    if time is not None and not _is_time(time):
        problems.append(request_messages.time_invalid(f"{where}.client_time"))
    if len(problems) > before:
        return None
    return AnswerUpdate(raw["position"], raw["seq"], raw.get("response"), time or "", raw.get("fields"))


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 40 and value.isascii() and value.isprintable()


def _is_form(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= _MOST_FIELDS
        and all(isinstance(texts, list) and len(texts) <= _MOST_FIELDS for texts in value.values())
        and all(isinstance(text, str) for texts in value.values() for text in texts)
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
