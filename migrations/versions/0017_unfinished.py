"""questions that are not finished yet"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unfinished_question",
        sa.Column("id", _ID, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("competency_id", sa.String(length=40), nullable=False),
        sa.Column("item_id", _ID, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_unfinished_question_by_id_person")),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_unfinished_question_competency_id_competency")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_unfinished_question_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfinished_question")),
        sa.UniqueConstraint("by_id", "item_id", name=op.f("uq_unfinished_question_by_id_item_id")),
    )
    op.create_index("ix_unfinished_question_item_id", "unfinished_question", ["item_id"])


def downgrade() -> None:
    op.drop_table("unfinished_question")
