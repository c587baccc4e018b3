"""Choose the language of the reader, and format texts, times and numbers in it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import g, request
from flask_login import current_user

from lms.domain.beijing import BEIJING
from lms.domain.place import FieldPath, Place
from lms.domain.problem import Text
from lms.web import messages

LANGUAGES = ("zh", "en")
COOKIE = "lang"


def language() -> str:
    """Return the language of the reader: by ?lang=, cookie, account or browser, in this order; else Chinese.

    Raise Refused for an unknown ?lang=.
    """
    chosen: str | None = g.get("language")
    if chosen is None:
        asked = request.args.get("lang")
        if asked is not None and asked not in LANGUAGES:
            g.language = "zh"
            raise messages.unknown_language(asked)
        actor = current_user.actor
        chosen = g.language = (
            asked
            or _known(request.cookies.get(COOKIE))
            or _known(actor.language if actor else None)
            or request.accept_languages.best_match(["zh", "zh-CN", "en"], "zh")[:2]
        )
    return chosen


def _known(name: str | None) -> str | None:
    return name if name in LANGUAGES else None


def t(zh: str | Text | dict[str, str], en: str | None = None) -> str:
    """Return the words in the language of the reader: t('中文', 'English'), t(a Text) or t({"zh": …, "en": …})."""
    if isinstance(zh, Text):
        return zh.in_(language())
    if isinstance(zh, dict):
        return zh.get(language()) or zh.get("zh", "")
    return en if en is not None and language() == "en" else zh


def lang_of(words: Text | dict[str, str]) -> str:
    """Return the attribute for an element with these words, if a page in English shows them in Chinese; else ""."""
    english = words.en if isinstance(words, Text) else words.get("en")
    return "" if english or language() != "en" else ' lang="zh-Hans"'


def place(where: Place) -> str:
    """Where something is: 第 12 行, line 12; nothing for the path of a field, which only programs read."""
    return "" if isinstance(where, FieldPath) else where.in_(language())


def day(moment: Any) -> str:
    """Return the day: 2026年11月23日, 23 November 2026."""
    if moment is None:
        return "—"
    local = moment.astimezone(BEIJING) if isinstance(moment, datetime) else moment
    if language() == "en":
        return f"{local.day} {local:%B %Y}"
    return f"{local.year}年{local.month}月{local.day}日"


def minute(moment: datetime | None) -> str:
    """Return the day with hours and minutes."""
    return "—" if moment is None else f"{day(moment)} {moment.astimezone(BEIJING):%H:%M}"


def second(moment: datetime | None) -> str:
    """Return the time of day, to the second."""
    return "—" if moment is None else f"{moment.astimezone(BEIJING):%H:%M:%S}"


def number(value: Decimal | int | None) -> str:
    """Return the number without trailing zeros: 7, 7.5, 7.25."""
    if value is None:
        return "—"
    text = f"{Decimal(value):f}"  # never 1E+1
    return text.rstrip("0").rstrip(".") if "." in text else text
