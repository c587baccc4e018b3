"""assignments to units, and withdrawn ones"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_CURRENT = sa.text("withdrawn_at IS NULL")
_COPY_TO_PEOPLE = """
INSERT INTO assignment (person_id, course_id, due, assigned_by, assigned_at)
SELECT person.id, assignment.course_id, MIN(assignment.due), MIN(assignment.assigned_by), MIN(assignment.assigned_at)
FROM assignment
JOIN unit AS target ON target.id = assignment.unit_id
JOIN unit AS own ON own.path LIKE target.path || '%'
JOIN person ON person.unit_id = own.id AND person.state = 'active'
WHERE EXISTS (SELECT 1 FROM role_grant WHERE role_grant.person_id = person.id AND role_grant.role = 'trainee')
AND NOT EXISTS (
  SELECT 1 FROM assignment AS single
  WHERE single.person_id = person.id AND single.course_id = assignment.course_id
)
GROUP BY person.id, assignment.course_id
"""


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("person_id", existing_type=sa.BigInteger(), nullable=True)
        batch_op.drop_constraint("uq_assignment_person_id_course_id", type_="unique")
        batch_op.create_foreign_key(op.f("fk_assignment_unit_id_unit"), "unit", ["unit_id"], ["id"])
        batch_op.create_check_constraint(
            op.f("ck_assignment_target"), "(person_id IS NULL) <> (unit_id IS NULL)"
        )
    for target in ("person", "unit"):
        op.create_index(
            f"uq_assignment_current_{target}",
            "assignment",
            [f"{target}_id", "course_id"],
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        )


def downgrade() -> None:
    """Give each person of a unit an assignment of their own, as earlier versions know no others."""
    op.execute("DELETE FROM assignment WHERE withdrawn_at IS NOT NULL")
    op.execute(_COPY_TO_PEOPLE)
    op.execute("DELETE FROM assignment WHERE unit_id IS NOT NULL")
    for target in ("person", "unit"):
        op.drop_index(f"uq_assignment_current_{target}", "assignment")
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(op.f("ck_assignment_target"), type_="check")
        batch_op.drop_constraint(op.f("fk_assignment_unit_id_unit"), type_="foreignkey")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("unit_id")
        batch_op.alter_column("person_id", existing_type=sa.BigInteger(), nullable=False)
        batch_op.create_unique_constraint(
            op.f("uq_assignment_person_id_course_id"), ["person_id", "course_id"]
        )
