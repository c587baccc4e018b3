"""Pictures in questions: kept by their digest, named by chance, shown to those who may see a question with them."""

import re
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank.listing_models import ItemPicture
from lms.domain.access import Actor, Permission
from lms.domain.problem import Problem, Refused, Text, not_found
from lms.formats.drafts.picture import LARGEST, Picture, read_picture
from lms.platform import audit
from lms.platform.files import Files

__all__ = ["LARGEST", "keep", "markdown", "one", "printed", "recent", "register_holder"]
NAME = re.compile(r"[0-9a-f]{24}\.(?:png|jpg|webp)")
RECENT = 24
Holds = Callable[[Session, Actor, str], bool]
"""Whether this person has a question with the picture of this name before them."""

_holders: list[Holds] = []


def register_holder(holder: Holds) -> None:
    """A higher room says who has a question before them; called in lms/app.py."""
    if holder not in _holders:
        _holders.append(holder)


def keep(session: Session, actor: Actor, files: Files, data: bytes, now: datetime) -> ItemPicture:
    """Take a picture in. The same bytes keep the name they had. Raises Refused for what is none."""
    picture = read_picture(data)
    if isinstance(picture, Problem):
        raise Refused("bank.picture", picture.what, picture.how, status=400)
    sha256 = files.keep(picture.data)
    held = session.scalar(select(ItemPicture).where(ItemPicture.sha256 == sha256))
    return held or _new(session, actor, picture, sha256, now)


def _new(session: Session, actor: Actor, picture: Picture, sha256: str, now: datetime) -> ItemPicture:
    made = ItemPicture(
        name=secrets.token_hex(12) + picture.suffix,
        sha256=sha256,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        by_id=actor.id,
        at=now,
    )
    session.add(made)
    session.flush()
    audit.record(session, "bank.picture", f"picture:{made.name}", actor.id, now, sha256=sha256)
    return made


def markdown(name: str, words: str) -> str:
    """How a question shows it; `words` tell those who do not see it what it says."""
    said = re.sub(r"[\[\]\n]", " ", words).strip()
    return f"![{said}](/pictures/{name})"


def one(session: Session, actor: Actor, name: str) -> ItemPicture:
    """A picture, for whoever writes or reviews questions or has one with it before them; else there is none."""
    found = session.get(ItemPicture, name) if NAME.fullmatch(name) else None
    writes = actor.may(Permission.WRITE_ITEMS) or actor.may(Permission.REVIEW_ITEMS)
    if found is None or not (writes or any(holds(session, actor, name) for holds in _holders)):
        raise not_found(Text("图片", "picture"))
    return found


def printed(session: Session, files: Files, address: str) -> bytes | None:
    """The picture at an address within a question, for a paper that its reader may have; None if it is not ours."""
    name = address.removeprefix("/pictures/")
    found = session.get(ItemPicture, name) if NAME.fullmatch(name) else None
    try:
        return files.read(found.sha256) if found else None
    except FileNotFoundError:
        return None


def recent(session: Session) -> Sequence[ItemPicture]:
    """The pictures taken in last."""
    return session.scalars(select(ItemPicture).order_by(ItemPicture.at.desc()).limit(RECENT)).all()
