"""Teaches Alembic what it does not know by itself: which tables refuse UPDATE and DELETE."""

from typing import Any, Self

from alembic.autogenerate import comparators, renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, Operations
from alembic.operations.ops import UpgradeOps
from alembic.util import DispatchPriority, PriorityDispatchResult
from sqlalchemy import Connection, text

from lms.platform.audit import append_only, protected
from lms.platform.db.database import Base

_PROTECTED = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_delete'",
    "postgresql": "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgname = relname || '_append_only'",
}


@Operations.register_operation("append_only")
class AppendOnly(MigrateOperation):
    """`op.append_only("audit_event")`: from now on the table only grows."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def append_only(cls, operations: Operations, table: str) -> Self:
        """As migrations call it."""
        made = cls(table)
        operations.invoke(made)
        return made

    def reverse(self) -> "Writable":
        """What a downgrade does."""
        return Writable(self.table)

    def to_diff_tuple(self) -> tuple[str, str]:
        """As `compare_metadata` reports it."""
        return "append_only", self.table


@Operations.register_operation("writable")
class Writable(MigrateOperation):
    """`op.writable("audit_event")`: the triggers go, for good or until the table was made anew."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def writable(cls, operations: Operations, table: str) -> Self:
        """As migrations call it."""
        made = cls(table)
        operations.invoke(made)
        return made

    def reverse(self) -> AppendOnly:
        """What a downgrade does."""
        return AppendOnly(self.table)

    def to_diff_tuple(self) -> tuple[str, str]:
        """As `compare_metadata` reports it."""
        return "writable", self.table


@Operations.implementation_for(AppendOnly)
def _protect(operations: Operations, made: AppendOnly) -> None:
    sqlite, postgres = append_only(made.table)
    for statement in sqlite if _engine(operations.get_bind()) == "sqlite" else postgres:
        operations.execute(text(statement.replace(":", "\\:")))


@Operations.implementation_for(Writable)
def _release(operations: Operations, made: Writable) -> None:
    if _engine(operations.get_bind()) == "sqlite":
        operations.execute(f"DROP TRIGGER {made.table}_no_update")
        operations.execute(f"DROP TRIGGER {made.table}_no_delete")
    else:
        operations.execute(f"DROP TRIGGER {made.table}_append_only ON {made.table}")
        operations.execute(f"DROP FUNCTION {made.table}_refuse()")


@renderers.dispatch_for(AppendOnly)
def _render_protect(_context: AutogenContext, made: AppendOnly) -> str:
    return f'op.append_only("{made.table}")'


@renderers.dispatch_for(Writable)
def _render_release(_context: AutogenContext, made: Writable) -> str:
    return f'op.writable("{made.table}")'


@comparators.dispatch_for("schema", priority=DispatchPriority.LAST)
def _compare(context: AutogenContext, found: UpgradeOps, _schemas: Any) -> PriorityDispatchResult:
    """After the tables themselves were compared: the ones that should be protected and are not."""
    assert context.connection is not None
    rows = context.connection.execute(text(_PROTECTED[_engine(context.connection)]))
    there = {str(row[0]) for row in rows}
    found.ops.extend(AppendOnly(name) for name in sorted(protected - there))
    found.ops.extend(Writable(name) for name in sorted(there - protected) if name in Base.metadata.tables)
    return PriorityDispatchResult.CONTINUE


def _engine(connection: Connection) -> str:
    return connection.dialect.name
