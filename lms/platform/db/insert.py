"""Inserts that two people may try at once, where the first wins; and much at once, part by part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.platform.db.database import Base

T = TypeVar("T")


def table_of(noun: type[Base]) -> Table:
    """Its table: a statement on it costs less than one on the noun, which says the same."""
    return cast(Table, noun.__table__)


def insert_or_ignore(session: Session, noun: type[Base], **values: Any) -> bool:
    """True if the row was new; False if a unique constraint already held one like it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table = table_of(noun)
    # Asked for its key and not for a row count, which PostgreSQL's driver does not give for inserts.
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*table.primary_key)).first() is not None


def insert_many(session: Session, noun: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows by the names of the noun's attributes, all with the same ones; no objects are made of them."""
    if not rows:
        return
    columns = {attribute.key: attribute.columns[0].name for attribute in inspect(noun).column_attrs}
    others = {key: name for key, name in columns.items() if key != name}
    if others:
        rows = [{others.get(key, key): value for key, value in row.items()} for row in rows]
    session.execute(insert(table_of(noun)), rows)


def batched(rows: Iterable[T], most: int) -> Iterator[list[T]]:
    """The rows in order, `most` at a time: no statement takes any number of values."""
    left = iter(rows)
    while part := list(islice(left, most)):
        yield part
