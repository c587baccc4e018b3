"""The emergency answer file: opened, if it is whole, of this installation, and of the sitting that it names."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from lms.domain.problem import Refused, Text
from lms.platform.xchacha import unseal
from lms.sittings.answers import file_key
from lms.sittings.answers.updates import AnswerUpdate, read_updates

FORMAT, VERSION = "wuneng-answers", 1
MOST = 1_300_000
"""Bytes of a file: a paper full of the longest essays a save may carry."""
_KNOWN = ("position", "seq", "response", "fields", "client_time")


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a page wrote down when it could not reach the server."""

    sitting_id: int
    person_id: int
    made_at: datetime | None
    """By the clock of the candidate's computer; evidence, never a decision."""
    server_time: datetime | None
    """The server's time, as far as the page could tell."""
    packets: tuple[AnswerUpdate, ...]
    sha256: str
    """Of the file, for the audit trail."""


def read(raw: bytes, secret: str) -> AnswerFile:
    """The file that was handed in. Raises Refused."""
    if len(raw) > MOST:
        what = Text("文件过大，不是应急答卷", "The file is too large to be an answer file")
        raise _refused("too_large", what, status=413)
    head = _object(raw)
    sitting, box = head.get("sitting"), head.get("sealed")
    if head.get("format") != FORMAT or type(sitting) is not int or not isinstance(box, str):
        raise _refused("unknown", Text("这不是应急答卷文件", "This is not an answer file"))
    if head.get("version") != VERSION:
        raise _refused("version", Text("应急答卷的版本不认识", "This version of answer files is not known"))
    if head.get("installation") != file_key.installation_id(secret):
        what = Text("这份应急答卷出自另一套系统", "This answer file comes from another installation")
        raise _refused("foreign", what)
    inside = _open(secret, sitting, box)
    if inside is None:
        what = Text(
            "文件不完整或被改动过，无法打开", "The file is incomplete or was changed; it cannot be opened"
        )
        raise _refused("damaged", what)
    return _file(sitting, inside, sha256(raw).hexdigest())


def _open(secret: str, sitting: int, box: str) -> dict[str, Any] | None:
    about = f"{FORMAT} {VERSION} {file_key.installation_id(secret)} {sitting}"
    try:
        sealed = b64decode(box, validate=True)
    except ValueError:
        return None
    plain = unseal(file_key.key_of(secret, sitting), sealed, about.encode())
    return None if plain is None else _object(plain)


def _file(sitting: int, inside: dict[str, Any], digest: str) -> AnswerFile:
    person, answers = inside.get("person"), inside.get("answers")
    if type(person) is not int or not isinstance(answers, list):
        raise _refused("unknown", Text("这不是应急答卷文件", "This is not an answer file"))
    bare = [{k: one[k] for k in _KNOWN if k in one} if isinstance(one, dict) else one for one in answers]
    packets = sorted(read_updates(bare), key=lambda packet: packet.position)
    made_at, server_time = _moment(inside.get("made_at")), _moment(inside.get("server_time"))
    return AnswerFile(sitting, person, made_at, server_time, tuple(packets), digest)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _refused(code: str, what: Text, status: int = 400) -> Refused:
    how = Text(
        "请选择考生在考试页保存的 .wuneng 文件；如已损坏，请考生在考试页重新保存",
        "Choose the .wuneng file that the candidate saved on the exam page; if it is damaged, save it there again",
    )
    return Refused(f"answer_file.{code}", what, how, status=status)
