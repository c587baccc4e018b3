"""who may sit an exam"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("exam") as batch_op:
        batch_op.add_column(
            sa.Column("audience", sa.String(length=12), nullable=False, server_default="everybody")
        )
        batch_op.create_check_constraint(
            op.f("ck_exam_audience"), "audience IN ('everybody', 'units', 'listed')"
        )
    with op.batch_alter_table("exam") as batch_op:
        batch_op.alter_column("audience", server_default=None)
    # The pages said that an exam without a list was open to everybody, so a list was meant to bind.
    op.execute("UPDATE exam SET audience = 'listed' WHERE id IN (SELECT exam_id FROM candidacy)")
    op.create_table(
        "exam_unit",
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_unit_exam_id_exam")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_exam_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("exam_id", "unit_id", name=op.f("pk_exam_unit")),
    )


def downgrade() -> None:
    op.drop_table("exam_unit")
    with op.batch_alter_table("exam") as batch_op:
        batch_op.drop_constraint(op.f("ck_exam_audience"), type_="check")
        batch_op.drop_column("audience")
