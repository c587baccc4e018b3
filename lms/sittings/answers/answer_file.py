"""Reads the emergency answer file, which a page saves when it cannot reach the server."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from lms.platform.xchacha import unseal
from lms.sittings import messages
from lms.sittings.answers import file_key
from lms.sittings.answers.updates import AnswerUpdate, read_updates

FORMAT, VERSION = "wuneng-answers", 1
MOST_BYTES = 1_300_000
"""Of a file: enough for a paper full of the longest essays."""
_KNOWN = ("position", "seq", "response", "fields", "client_time")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The content of an answer file."""

    sitting_id: int
    person_id: int
    made_at: datetime | None
    """By the clock of the candidate's computer; evidence, never a decision."""
    server_time: datetime | None
    """The server's time, as far as the page could tell."""
    updates: tuple[AnswerUpdate, ...]
    sha256: str
    """Of the file, for the audit trail."""


def read_answer_file(raw: bytes, secret: str) -> AnswerFile:
    """Return the content of a file. Raise Refused unless it is whole, unchanged and of this installation."""
    if len(raw) > MOST_BYTES:
        raise messages.answer_file_too_large()
    header = _json_object(raw)
    sitting_id, sealed = header.get("sitting"), header.get("sealed")
    if header.get("format") != FORMAT or type(sitting_id) is not int or not isinstance(sealed, str):
        raise messages.not_an_answer_file()
    if header.get("version") != VERSION:
        raise messages.answer_file_version_unknown()
    if header.get("installation") != file_key.installation_id(secret):
        raise messages.answer_file_of_another_installation()
    content = _unseal(secret, sitting_id, sealed)
    if content is None:
        raise messages.answer_file_damaged()
    return _parse_content(sitting_id, content, sha256(raw).hexdigest())


def _unseal(secret: str, sitting_id: int, sealed: str) -> dict[str, Any] | None:
    about = f"{FORMAT} {VERSION} {file_key.installation_id(secret)} {sitting_id}"
    try:
        encrypted = b64decode(sealed, validate=True)
    except ValueError:
        return None
    plain = unseal(file_key.sitting_key(secret, sitting_id), encrypted, about.encode())
    return None if plain is None else _json_object(plain)


def _parse_content(sitting_id: int, content: dict[str, Any], digest: str) -> AnswerFile:
    person, answers = content.get("person"), content.get("answers")
    if type(person) is not int or not isinstance(answers, list):
        raise messages.not_an_answer_file()
    known = [
        {key: answer[key] for key in _KNOWN if key in answer} if isinstance(answer, dict) else answer
        for answer in answers
    ]
    updates = sorted(read_updates(known), key=lambda update: update.position)
    made_at, server_time = _moment(content.get("made_at")), _moment(content.get("server_time"))
    return AnswerFile(sitting_id, person, made_at, server_time, tuple(updates), digest)


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {}


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
