"""Alembic operations for append-only tables, which refuse UPDATE and DELETE."""

from typing import Any, Self

from alembic.autogenerate import comparators, renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, Operations
from alembic.operations.ops import UpgradeOps
from alembic.util import DispatchPriority, PriorityDispatchResult
from sqlalchemy import Connection, text

from lms.platform.audit import PROTECTED_TABLES, append_only
from lms.platform.db.database import Base

_PROTECTED = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_delete'",
    "postgresql": "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgname = relname || '_append_only'",
}


@Operations.register_operation("append_only")
class AppendOnly(MigrateOperation):
    """`op.append_only("audit_event")`: make the table refuse UPDATE and DELETE."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def append_only(cls, operations: Operations, table: str) -> Self:
        """Run the operation; called by migrations."""
        operation = cls(table)
        operations.invoke(operation)
        return operation

    def reverse(self) -> "Writable":
        """Return the operation of a downgrade."""
        return Writable(self.table)

    def to_diff_tuple(self) -> tuple[str, str]:
        """Return the operation as `compare_metadata` reports it."""
        return "append_only", self.table


@Operations.register_operation("writable")
class Writable(MigrateOperation):
    """`op.writable("audit_event")`: remove the triggers, for good or until the table was recreated."""

    def __init__(self, table: str) -> None:
        self.table = table

    @classmethod
    def writable(cls, operations: Operations, table: str) -> Self:
        """Run the operation; called by migrations."""
        operation = cls(table)
        operations.invoke(operation)
        return operation

    def reverse(self) -> AppendOnly:
        """Return the operation of a downgrade."""
        return AppendOnly(self.table)

    def to_diff_tuple(self) -> tuple[str, str]:
        """Return the operation as `compare_metadata` reports it."""
        return "writable", self.table


@Operations.implementation_for(AppendOnly)
def _protect(operations: Operations, operation: AppendOnly) -> None:
    sqlite, postgres = append_only(operation.table)
    for statement in sqlite if _engine(operations.get_bind()) == "sqlite" else postgres:
        operations.execute(text(statement.replace(":", "\\:")))


@Operations.implementation_for(Writable)
def _release(operations: Operations, operation: Writable) -> None:
    if _engine(operations.get_bind()) == "sqlite":
        operations.execute(f"DROP TRIGGER {operation.table}_no_update")
        operations.execute(f"DROP TRIGGER {operation.table}_no_delete")
    else:
        operations.execute(f"DROP TRIGGER {operation.table}_append_only ON {operation.table}")
        operations.execute(f"DROP FUNCTION {operation.table}_refuse()")


@renderers.dispatch_for(AppendOnly)
def _render_protect(_context: AutogenContext, operation: AppendOnly) -> str:
    return f'op.append_only("{operation.table}")'


@renderers.dispatch_for(Writable)
def _render_release(_context: AutogenContext, operation: Writable) -> str:
    return f'op.writable("{operation.table}")'


@comparators.dispatch_for("schema", priority=DispatchPriority.LAST)
def _compare(context: AutogenContext, upgrade: UpgradeOps, _schemas: Any) -> PriorityDispatchResult:
    """After the comparison of tables, add operations for tables whose protection differs from the models."""
    assert context.connection is not None
    rows = context.connection.execute(text(_PROTECTED[_engine(context.connection)]))
    existing = {str(row[0]) for row in rows}
    upgrade.ops.extend(AppendOnly(name) for name in sorted(PROTECTED_TABLES - existing))
    upgrade.ops.extend(
        Writable(name) for name in sorted(existing - PROTECTED_TABLES) if name in Base.metadata.tables
    )
    return PriorityDispatchResult.CONTINUE


def _engine(connection: Connection) -> str:
    return connection.dialect.name
