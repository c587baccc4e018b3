"""the order of the questions of a case"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("item", sa.Column("case_order", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("item", "case_order")
