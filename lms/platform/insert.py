"""Inserts that two people may try at once: the first wins, the second is no error."""

from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.platform.db import Base


def insert_or_ignore(session: Session, noun: type[Base], **values: Any) -> bool:
    """True if the row was new; False if a unique constraint already held one like it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(noun).values(**values).on_conflict_do_nothing()
    return cast(CursorResult[Any], session.execute(statement)).rowcount == 1
