"""Inserts that two people may try at once: the first wins, the second is no error."""

from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.platform.db import Base


def insert_or_ignore(session: Session, noun: type[Base], **values: Any) -> bool:
    """True if the row was new; False if a unique constraint already held one like it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table = cast(Table, noun.__table__)
    # Asked for its key and not for a row count, which PostgreSQL's driver does not give for inserts.
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*table.primary_key)).first() is not None
