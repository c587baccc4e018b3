"""What the pages of the people room read from a form or an address."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField

from lms.domain.access import ROLE_NAMES, Role
from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused, Text
from lms.people.accounts import Details
from lms.web.i18n import t


class Form(FlaskForm):  # type: ignore[misc]
    """The guard has checked the token already."""

    class Meta:
        csrf = False


class SignInForm(Form):
    """工号 and 密码."""

    login = StringField()
    password = PasswordField()
    next = HiddenField()


class PasswordForm(Form):
    """A change of one's own password."""

    old = PasswordField()
    new = PasswordField()
    again = PasswordField()


def text(name: str, most: int = 300) -> str:
    """One line of text, without blanks around it or control characters in it."""
    raw = request.values.get(name, "")
    return "".join(c for c in raw if c >= " ").strip()[:most]


def whole(name: str, default: int | None = None) -> int | None:
    """A whole number a database can hold; the default for anything else."""
    raw = text(name, 20)
    return int(raw) if raw.isascii() and raw.isdigit() and int(raw) < 2**31 else default


def day(name: str) -> date | None:
    """2026-11-23; nothing for an empty field. Raises Refused."""
    raw = text(name, 20)
    try:
        found = date.fromisoformat(raw) if raw else None
        if found and not 1990 <= found.year <= 2200:  # a zone's offset must not leave the calendar
            raise ValueError
        return found
    except ValueError:
        raise Refused(
            "day.malformed",
            Text(f"日期“{raw}”写法不对", f'"{raw}" is not a day'),
            Text("请写成 2026-11-23", "Write it as 2026-11-23"),
            status=400,
        ) from None


def midnight(of: date | None, later: int = 0) -> datetime | None:
    """The moment a day begins in Beijing, or that of the day `later` days after it."""
    return None if of is None else datetime.combine(of + timedelta(days=later), time(), BEIJING)


def details() -> Details:
    """What a form says about a person."""
    return Details(text("name"), text("post"), text("rank"), text("email"))


@lru_cache(maxsize=1)
def all_roles() -> list[tuple[str, Text]]:
    """Every role with its name, for a choice."""
    return [(role.value, ROLE_NAMES[role]) for role in Role]


def wrong_fields(refused: Refused | None) -> dict[str, str]:
    """{field: what is wrong with it and how to mend it}, in the reader's words."""
    gap = t("，", "; ")
    return {p.where: t(p.what) + gap + t(p.how) for p in refused.problems} if refused else {}
