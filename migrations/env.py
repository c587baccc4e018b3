"""What Alembic runs: our metadata, on the connection that lms.platform.schema.alter hands over."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from lms.platform.db.database import Base
from lms.platform.db.models import load_models
from lms.platform.db.types import Hundredths, UtcTime
from lms.platform.schema import append_only  # noqa: F401  (registers op.append_only)
from lms.platform.schema.alter import is_ours


def plain(kind: str, thing: Any, autogen: Any) -> str | bool:
    """Migrations speak SQLAlchemy's own types, so that they go on meaning what they meant."""
    if kind != "type":
        return False
    if isinstance(thing, UtcTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Hundredths):
        return "sa.Integer()"
    if isinstance(thing, sa.BigInteger) and "sqlite" in thing._variant_mapping:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


load_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain,
    compare_type=True,
    include_name=is_ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
