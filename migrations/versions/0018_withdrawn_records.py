"""completion records that withdraw another, with who recorded that and when"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Plain ADD and DROP COLUMN: a table made anew would lose the triggers that keep it append-only.
    op.add_column(
        "completion_record",
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "completion_record",
        sa.Column(
            "corrected_by",
            _ID,
            sa.ForeignKey("person.id", name=op.f("fk_completion_record_corrected_by_person")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("completion_record", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("corrected_at", "corrected_by", "withdrawn"):
        op.drop_column("completion_record", column)
