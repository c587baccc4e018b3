"""pauses, extensions, accommodations and candidates of a sitting"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("sitting") as batch_op:
        batch_op.add_column(sa.Column("allowance", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("paused_at", _TIME, nullable=True))
        batch_op.add_column(sa.Column("device", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("annulled", sa.Text(), nullable=True))
    op.create_table(
        "sitting_seen",
        sa.Column("sitting_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("ip", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_seen_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_sitting_seen")),
    )
    op.create_table(
        "accommodation",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=True),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.Column("unlimited", sa.Boolean(), nullable=False),
        sa.Column("past_window", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", _ID, nullable=False),
        sa.Column("given_at", _TIME, nullable=False),
        sa.Column("withdrawn_at", _TIME, nullable=True),
        sa.CheckConstraint("extra_minutes >= 0", name=op.f("ck_accommodation_extra_minutes")),
        sa.CheckConstraint("factor >= 100", name=op.f("ck_accommodation_factor")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_accommodation_exam_id_exam")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_accommodation_given_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_accommodation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodation")),
    )
    op.create_index(op.f("ix_accommodation_person_id"), "accommodation", ["person_id"])
    op.create_table(
        "candidacy",
        sa.Column("id", _ID, nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("seat", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("makeups", sa.Integer(), nullable=False),
        sa.Column("opens_at", _TIME, nullable=True),
        sa.Column("closes_at", _TIME, nullable=True),
        sa.Column("set_by", _ID, nullable=True),
        sa.Column("set_at", _TIME, nullable=False),
        sa.Column("exam_version_id", _ID, nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("paper", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "status IN ('expected', 'absent', 'deferred', 'misconduct', 'makeup')",
            name=op.f("ck_candidacy_status"),
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_candidacy_exam_id_exam")),
        sa.ForeignKeyConstraint(
            ["exam_version_id"], ["exam_version.id"], name=op.f("fk_candidacy_exam_version_id_exam_version")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidacy_person_id_person")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_candidacy_set_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidacy")),
        sa.UniqueConstraint("exam_id", "person_id", name=op.f("uq_candidacy_exam_id_person_id")),
    )
    op.create_index(op.f("ix_candidacy_person_id"), "candidacy", ["person_id"])


def downgrade() -> None:
    op.drop_table("candidacy")
    op.drop_table("accommodation")
    op.drop_table("sitting_seen")
    with op.batch_alter_table("sitting") as batch_op:
        for column in ("annulled", "device", "paused_at", "allowance"):
            batch_op.drop_column(column)
