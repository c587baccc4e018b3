"""versions of questions that are for practice only"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Plain ADD and DROP COLUMN: a table made anew would lose the triggers that keep it append-only.
    column = sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("item_version", column)
    op.create_index("ix_item_version_practice", "item_version", ["practice"])


def downgrade() -> None:
    op.drop_index("ix_item_version_practice", "item_version")
    op.drop_column("item_version", "practice")
