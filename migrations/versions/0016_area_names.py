"""what the content areas of a competency are called"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("competency") as batch_op:
        batch_op.add_column(sa.Column("areas", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("competency") as batch_op:
        batch_op.drop_column("areas")
