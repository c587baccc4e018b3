"""Pictures in questions: stored by digest, with random names, shown to those who may see a question with them."""

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import messages
from lms.bank.listing_models import ItemPicture
from lms.domain.access import Actor, Permission
from lms.domain.problem import Problem
from lms.formats.drafts.picture import LARGEST, Picture, read_picture
from lms.platform import audit
from lms.platform.files import Files

__all__ = [
    "LARGEST",
    "find_picture",
    "markdown",
    "picture_bytes",
    "recent_pictures",
    "register_access",
    "save_picture",
]
NAME = re.compile(r"[0-9a-f]{24}\.(?:png|jpg|webp)")
RECENT = 24
PictureAccess = Callable[[Session, Actor, str], bool]
"""Whether this person may see a question with the picture of this name."""

_access_checks: list[PictureAccess] = []


def register_access(check: PictureAccess) -> None:
    """Register a higher package's function that says who may see a picture; called in lms/app.py. Idempotent."""
    if check not in _access_checks:
        _access_checks.append(check)


def save_picture(session: Session, actor: Actor, files: Files, data: bytes, now: datetime) -> ItemPicture:
    """Store a picture; the same bytes keep their name. Raise Refused if the data are not a picture."""
    picture = read_picture(data)
    if isinstance(picture, Problem):
        raise messages.not_a_picture(picture)
    sha256 = files.keep(picture.data)
    known = session.scalar(select(ItemPicture).where(ItemPicture.sha256 == sha256))
    return known or _add_picture(session, actor, picture, sha256, now)


def _add_picture(session: Session, actor: Actor, picture: Picture, sha256: str, now: datetime) -> ItemPicture:
    row = ItemPicture(
        name=secrets.token_hex(12) + picture.suffix,
        sha256=sha256,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        by_id=actor.id,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, "bank.picture", f"picture:{row.name}", actor.id, now, sha256=sha256)
    return row


def markdown(name: str, description: str) -> str:
    """Return the Markdown that shows the picture; the description is for readers who cannot see it."""
    text = re.sub(r"[\[\]\n]", " ", description).strip()
    return f"![{text}](/pictures/{name})"


def find_picture(session: Session, actor: Actor, name: str) -> ItemPicture:
    """Return a picture for authors, reviewers and those who may see a question with it. Raise Refused for others."""
    picture = session.get(ItemPicture, name) if NAME.fullmatch(name) else None
    writes = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    if picture is None or not (writes or any(may_see(session, actor, name) for may_see in _access_checks)):
        raise messages.picture_not_found()
    return picture


def picture_bytes(session: Session, files: Files, address: str) -> bytes | None:
    """Return the picture at an address within a question, for print. Return None if it is not a stored picture."""
    name = address.removeprefix("/pictures/")
    picture = session.get(ItemPicture, name) if NAME.fullmatch(name) else None
    try:
        return files.read(picture.sha256) if picture else None
    except FileNotFoundError:
        return None


def recent_pictures(session: Session) -> Sequence[ItemPicture]:
    """Return the pictures that were added last."""
    return session.scalars(select(ItemPicture).order_by(ItemPicture.at.desc()).limit(RECENT)).all()
