"""answers typed in from paper"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "transcript",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sitting_id", _ID, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("typed_by", _ID, nullable=False),
        sa.Column("typed_at", _TIME, nullable=False),
        sa.Column("judged_by", _ID, nullable=True),
        sa.Column("judged_at", _TIME, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'confirmed', 'discarded')", name=op.f("ck_transcript_state")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["person.id"], name=op.f("fk_transcript_judged_by_person")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_transcript_sitting_id_sitting")
        ),
        sa.ForeignKeyConstraint(["typed_by"], ["person.id"], name=op.f("fk_transcript_typed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
    )
    op.create_index(op.f("ix_transcript_sitting_id"), "transcript", ["sitting_id"])


def downgrade() -> None:
    op.drop_table("transcript")
