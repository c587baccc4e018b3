"""imports"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "item_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("competency_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('reading', 'previewed', 'committing', 'committed', 'undone', 'failed')",
            name=op.f("ck_item_import_state"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_item_import_by_id_person")),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_item_import_competency_id_competency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_import")),
    )
    with op.batch_alter_table("item_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_import_by_id"), ["by_id"], unique=False)

    op.create_table(
        "item_fingerprint",
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_version.id"], name=op.f("fk_item_fingerprint_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_item_fingerprint")),
    )
    with op.batch_alter_table("item_fingerprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_fingerprint_digest"), ["digest"], unique=False)

    op.create_table(
        "item_fingerprint_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_version.id"], name=op.f("fk_item_fingerprint_band_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("band", "version_id", name=op.f("pk_item_fingerprint_band")),
    )
    op.create_table(
        "item_import_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("competency_id", sa.String(length=40), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("twin", sa.Integer(), nullable=True),
        sa.Column("common", sa.Integer(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "choice IN ('', 'add', 'version', 'skip')", name=op.f("ck_item_import_entry_choice")
        ),
        sa.CheckConstraint(
            "state IN ('new', 'changed', 'same', 'doubtful', 'bad')", name=op.f("ck_item_import_entry_state")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_item_import_entry_competency_id_competency")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["item_import.id"], name=op.f("fk_item_import_entry_import_id_item_import")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_import_entry_item_id_item")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_version.id"], name=op.f("fk_item_import_entry_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_import_entry")),
        sa.UniqueConstraint("import_id", "position", name=op.f("uq_item_import_entry_import_id_position")),
    )
    with op.batch_alter_table("item_import_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_import_entry_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_import_entry_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("item_import_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_import_entry_version_id"))
        batch_op.drop_index(batch_op.f("ix_item_import_entry_item_id"))

    op.drop_table("item_import_entry")
    op.drop_table("item_fingerprint_band")
    with op.batch_alter_table("item_fingerprint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_fingerprint_digest"))

    op.drop_table("item_fingerprint")
    with op.batch_alter_table("item_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_import_by_id"))

    op.drop_table("item_import")
