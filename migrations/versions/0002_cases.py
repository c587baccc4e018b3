"""cases and enemies"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Plain ADD and DROP COLUMN: a table made anew would lose the triggers that keep it append-only.
    op.add_column(
        "item_version", sa.Column("case_name", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column("item_version", sa.Column("enemies", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("item_version", "enemies")
    op.drop_column("item_version", "case_name")
