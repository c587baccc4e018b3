"""Two languages by one means: the words stand side by side where they are used."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import g, request
from flask_login import current_user

from lms.domain.beijing import BEIJING
from lms.domain.place import Place
from lms.domain.problem import Refused, Text

LANGUAGES = ("zh", "en")
COOKIE = "lang"


def language() -> str:
    """What this reader reads: ?lang= once, their choice (cookie), their account, their browser; else Chinese.

    Raises Refused for a language that we do not have.
    """
    found: str | None = g.get("language")
    if found is None:
        asked = request.args.get("lang")
        if asked is not None and asked not in LANGUAGES:
            g.language = "zh"
            raise unknown_language(asked)
        actor = current_user.actor
        found = g.language = (
            asked
            or _known(request.cookies.get(COOKIE))
            or _known(actor.language if actor else None)
            or request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]
        )
    return found


def unknown_language(asked: str) -> Refused:
    """The answer to ?lang=xx."""
    return Refused(
        "language.unknown",
        Text(f"没有这种语言：{asked[:20]}", f"There is no such language: {asked[:20]}"),
        Text("可选 zh（中文）或 en（英文）", "Choose zh (Chinese) or en (English)"),
        status=400,
    )


def _known(name: str | None) -> str | None:
    return name if name in LANGUAGES else None


def t(zh: str | Text | dict[str, str], en: str | None = None) -> str:
    """The words for this reader: t('中文', 'English'), t(a Text) or t({"zh": …, "en": …})."""
    if isinstance(zh, Text):
        return zh.in_(language())
    if isinstance(zh, dict):
        return zh.get(language()) or zh.get("zh", "")
    return en if en is not None and language() == "en" else zh


def place(where: Place) -> str:
    """Where something is: 第 12 行, line 12."""
    return where.in_(language())


def day(moment: Any) -> str:
    """2026年11月23日, 23 November 2026."""
    if moment is None:
        return "—"
    local = moment.astimezone(BEIJING) if isinstance(moment, datetime) else moment
    if language() == "en":
        return f"{local.day} {local:%B %Y}"
    return f"{local.year}年{local.month}月{local.day}日"


def minute(moment: datetime | None) -> str:
    """A day with hours and minutes."""
    return "—" if moment is None else f"{day(moment)} {moment.astimezone(BEIJING):%H:%M}"


def second(moment: datetime | None) -> str:
    """A time of day, to the second."""
    return "—" if moment is None else f"{moment.astimezone(BEIJING):%H:%M:%S}"


def number(value: Decimal | int | None) -> str:
    """A number without idle zeros: 7, 7.5, 7.25."""
    if value is None:
        return "—"
    text = f"{Decimal(value):f}"  # never 1E+1
    return text.rstrip("0").rstrip(".") if "." in text else text
