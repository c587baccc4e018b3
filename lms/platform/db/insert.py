"""Insert rows that two people may insert at once, where the first wins; and insert many rows in batches."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.platform.db.database import Base

T = TypeVar("T")


def table_of(model: type[Base]) -> Table:
    """Return the table of a model: a statement on it costs less than the same on the model."""
    return cast(Table, model.__table__)


def insert_or_ignore(session: Session, model: type[Base], **values: Any) -> bool:
    """Insert a row. Return False if a unique constraint already has such a row."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table = table_of(model)
    # RETURNING its key, because PostgreSQL's driver gives no row count for inserts.
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(statement.returning(*table.primary_key)).first() is not None


def insert_many(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, given by the names of the model's attributes, all with the same ones; no objects are created."""
    if not rows:
        return
    columns = {attribute.key: attribute.columns[0].name for attribute in inspect(model).column_attrs}
    others = {key: name for key, name in columns.items() if key != name}
    if others:
        rows = [{others.get(key, key): value for key, value in row.items()} for row in rows]
    session.execute(insert(table_of(model)), rows)


def batched(rows: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield the rows in order, `most` at a time, because statements limit the number of values."""
    remaining = iter(rows)
    while batch := list(islice(remaining, most)):
        yield batch
