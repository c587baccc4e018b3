"""Read responses, from a page, a program or a sheet of paper: strictly, with messages that help."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lms.domain.place import NOWHERE, FieldPath, Named
from lms.domain.problem import Problem, Text
from lms.domain.question import messages
from lms.domain.question.paper import PrintedRow
from lms.domain.question.protocol import Unreadable
from lms.domain.text.typed import clean

LONGEST_LINE = 1_000
LONGEST_ESSAY = 100_000
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；.>＞→-]")


def unreadable(where: str, what: Text, how: Text = messages.RELOAD) -> Unreadable:
    """Return the exception for the part of the response at the path `where`; "" for the response as a whole."""
    return Unreadable(Problem(FieldPath(where) if where else NOWHERE, what, how))


def require_only_key(raw: Any, name: str) -> Any:
    """Return the value of `name`, None for an empty response; raise Unreadable if there are other keys."""
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise unreadable("", *messages.RESPONSE_NOT_A_TABLE)
    others = [key for key in raw if key != name]
    if others:
        raise unreadable(clean(str(others[0])[:60]), *messages.not_the_key(name))
    return raw.get(name)


def require_id(value: Any, ids: Collection[str], where: str) -> str:
    """Return `value`; raise Unreadable if it is not one of `ids`."""
    if not isinstance(value, str) or value not in ids:
        raise unreadable(where, *messages.NO_SUCH_OPTION)
    return value


def require_list(value: Any, where: str) -> list[Any]:
    """Return `value` as a list; raise Unreadable if it is not one."""
    if not isinstance(value, list | tuple):
        raise unreadable(where, *messages.NOT_A_LIST)
    return list(value)


def require_text(value: Any, where: str, longest: int = LONGEST_LINE) -> str:
    """Return the text as it can be stored, "" for None; raise Unreadable if it is no text or too long."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise unreadable(where, *messages.NOT_TEXT)
    if len(value) > longest:
        raise unreadable(where, *messages.too_long(len(value), longest))
    return clean(value)


def form_value(form: Mapping[str, list[str]], name: str) -> str:
    """Return the last value of a form field, "" if it was not sent."""
    values = form.get(name) or [""]
    return values[-1]


def ids_of_letters(choices: Sequence[PrintedRow], typed: str) -> list[str]:
    """Return the ids of the letters in `typed` ("ACD", "C A B", "c、a"), in its order.

    Raise Unreadable for other letters.
    """
    letters = typed.upper()
    if len(choices) > 26:
        marks = re.split(_BETWEEN_LETTERS, letters)
    else:
        marks = list(re.sub(_BETWEEN_LETTERS, "", letters))
    ids = {row.mark: row.id for row in choices}
    marks = [mark for mark in marks if mark]
    if any(mark not in ids for mark in marks):
        raise unknown_letters(choices, typed)
    return [ids[mark] for mark in marks]


def unknown_letters(choices: Sequence[PrintedRow], typed: str) -> Unreadable:
    """Return the exception for letters that do not answer this question."""
    letters = re.sub(r"[\s,，、;；]", "", typed).upper()[:20]
    return Unreadable(Problem(NOWHERE, *messages.unknown_letters(letters, choices[-1].mark)))


def unreadable_on_paper(typed: str, what: Text) -> Unreadable:
    """Return the exception for text, typed from paper, that does not answer this kind of question."""
    return Unreadable(Problem(Named(typed.strip()[:40]), what, messages.TYPE_AGAIN))
