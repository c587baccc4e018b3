"""What the pages of the bank read from a form or an address."""

from collections.abc import Mapping
from typing import Any

from flask import request

from lms.bank.browse import SORTS, STATES, USES, Filter
from lms.bank.intake.begin import Asked
from lms.bank.intake.find import VIEWS
from lms.domain.difficulty import difficulty_of
from lms.domain.problem import Refused, Text
from lms.domain.text import clean
from lms.formats.items import readable
from lms.questions import kinds
from lms.web.i18n import language

_NO_FIELD = frozenset({"csrf_token", "number", "competency", "kind", "do"})


def filter_of(values: Mapping[str, str]) -> Filter:
    """q, competency, kind, state, level, mine and so on; what is not known there filters nothing."""
    kind, state, level, use, sort = (values.get(n, "") for n in ("kind", "state", "level", "use", "sort"))
    return Filter(
        words=_words(values, "q"),
        competency=_words(values, "competency"),
        kind=kind if kind in kinds() else "",
        state=state if state in STATES else "",
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
        mine=values.get("mine", "") == "1",
        tag=_words(values, "tag"),
        case=_words(values, "case"),
        source=_words(values, "source"),
        use=use if use in USES else "",
        sort=sort if sort in SORTS else "",
        difficulty=difficulty_of(values.get("difficulty", "")),
    )


def _words(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "").replace("\0", "").strip()[:80]


def address_of(chosen: Filter) -> dict[str, Any]:
    """The same filter as the parameters of an address; what filters nothing is left out."""
    said = {
        "q": chosen.words,
        "competency": chosen.competency,
        "kind": chosen.kind,
        "state": chosen.state,
        "level": chosen.level,
        "mine": int(chosen.mine),
        "tag": chosen.tag,
        "case": chosen.case,
        "source": chosen.source,
        "use": chosen.use,
        "sort": chosen.sort,
        "difficulty": chosen.difficulty,
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


def asked_import(competencies: Mapping[str, Any]) -> Asked:
    """The file or the pasted text, and what was chosen with it. Raises Refused."""
    upload, text = request.files.get("file"), request.form.get("text", "").replace("\r\n", "\n")
    form, competency = request.form.get("form", ""), request.form.get("competency", "")
    if competency not in competencies:
        raise _incomplete(
            "competency",
            Text("没有选择题库", "No bank was chosen"),
            Text("请选择题目属于哪项能力", "Say which competency the questions are about"),
        )
    if form and form not in readable():
        raise _incomplete(
            "form",
            Text("没有这种格式", "There is no such format"),
            Text("请从列表中选择", "Choose one of the list"),
        )
    if upload is not None and upload.filename:
        name, data = clean(upload.filename)[:200] or "file", upload.read()
    else:
        name, data = PASTED.in_(language()), text.encode("utf-8", "replace")
    if not data.strip():
        raise _incomplete(
            "file",
            Text("没有选择文件，也没有粘贴文字", "There is neither a file nor a text"),
            Text("请选择一个文件，或粘贴题目", "Choose a file, or paste questions"),
        )
    return Asked(name, data, form, competency, _level(request.form.get("level", "")) or 2, _source())


PASTED = Text("粘贴的文字.txt", "pasted text.txt")


def _incomplete(where: str, what: Text, how: Text) -> Refused:
    return Refused("bank.import_form", what, how, status=400, where=where)


def _level(said: str) -> int | None:
    return int(said) if said in ("1", "2", "3", "4", "5") else None


def _source() -> str:
    return clean(request.form.get("source", ""))[:2000]


def defaults() -> tuple[str, int, str]:
    """Competency, level and source of all questions that do not say them."""
    return request.form.get("competency", ""), _level(request.form.get("level", "")) or 2, _source()


def facts() -> tuple[str, int | None, str]:
    """The same of one question; empty where it is to be as for all."""
    return request.form.get("competency", ""), _level(request.form.get("level", "")), _source()


def view_of(values: Mapping[str, str]) -> str:
    """Which entries of an import to show; all for what is not known."""
    view = values.get("show", "")
    return view if view in VIEWS else ""
