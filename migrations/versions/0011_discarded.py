"""previews that were thrown away"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("item_import", sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM item_import WHERE discarded_at IS NOT NULL")
    op.drop_column("item_import", "discarded_at")
