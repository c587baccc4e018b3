"""lists, words, statistics, comments, successors and pictures of items"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0008"
down_revision = "0007"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_PIECES = sa.Text().with_variant(TSVECTOR(), "postgresql")
_SQLITE = (
    "CREATE VIRTUAL TABLE item_fts USING fts5(words, source, content='item_words', content_rowid='item_id', "
    "tokenize='ascii')",
)
_POSTGRES = (
    "CREATE INDEX ix_item_words_words ON item_words USING gin (words)",
    "CREATE INDEX ix_item_words_source ON item_words USING gin (source)",
)


def _of_item(table: str) -> list[sa.schema.SchemaItem]:
    """A row for an item."""
    return [
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f(f"fk_{table}_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "item_listing",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approved_number", sa.Integer(), nullable=True),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("competency_id", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("case_name", sa.String(length=120), nullable=False),
        sa.Column("author_id", _ID, nullable=True),
        sa.Column("changed_at", _TIME, nullable=False),
        *_of_item("item_listing"),
    )
    for columns in (("changed_at", "item_id"), ("name", "item_id"), ("state", "item_id"), ("author_id",),
                    ("case_name",), ("competency_id",)):  # fmt: skip
        op.create_index(f"ix_item_listing_{'_'.join(columns)}", "item_listing", list(columns))
    op.create_table(
        "item_words",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("words", _PIECES, nullable=False),
        sa.Column("source", _PIECES, nullable=False),
        *_of_item("item_words"),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES:
        op.execute(statement)
    op.create_table(
        "item_statistic",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("facility", sa.Integer(), nullable=True),
        sa.Column("discrimination", sa.Integer(), nullable=True),
        sa.Column("at", _TIME, nullable=False),
        *_of_item("item_statistic"),
    )
    for name in ("facility", "discrimination", "n"):
        op.create_index(f"ix_item_statistic_{name}_item_id", "item_statistic", [name, "item_id"])
    op.create_table(
        "item_in_exam",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("exam_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_in_exam_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", "exam_id", name=op.f("pk_item_in_exam")),
    )
    op.create_index("ix_item_in_exam_exam_id", "item_in_exam", ["exam_id"])
    op.create_table(
        "item_comment",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_comment_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_comment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_comment")),
    )
    op.create_index("ix_item_comment_item_id", "item_comment", ["item_id"])
    op.append_only("item_comment")
    op.create_table(
        "item_successor",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("replaces_id", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["item.id"], name=op.f("fk_item_successor_replaces_id_item")
        ),
        *_of_item("item_successor"),
    )
    op.create_index("ix_item_successor_replaces_id", "item_successor", ["replaces_id"])
    op.create_table(
        "item_picture",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("by_id", _ID, nullable=True),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_item_picture_by_id_person")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_item_picture")),
    )
    op.create_index("ix_item_picture_sha256", "item_picture", ["sha256"])


def downgrade() -> None:
    op.drop_table("item_picture")
    op.drop_table("item_successor")
    op.writable("item_comment")
    op.drop_table("item_comment")
    op.drop_table("item_in_exam")
    op.drop_table("item_statistic")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE item_fts")
    op.drop_table("item_words")
    op.drop_table("item_listing")
