"""difficulty"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # Plain ADD and DROP COLUMN: a table made anew would lose the triggers that keep it append-only.
    for table in ("item_version", "item_listing"):
        op.add_column(table, sa.Column("difficulty", sa.String(length=8), server_default="", nullable=False))


def downgrade() -> None:
    for table in ("item_listing", "item_version"):
        op.drop_column(table, "difficulty")
