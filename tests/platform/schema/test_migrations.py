"""The migrations: up from an empty database, back to it, and exactly what the models say."""

import ast
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from lms.bank.models import ImportRow
from lms.domain.place import (
    NOWHERE,
    FieldPath,
    Named,
    Paragraph,
    QuestionNumber,
    Quoted,
    SheetCell,
    TableRow,
    TextLine,
)
from lms.domain.place_record import place_from_json
from lms.domain.problem import Refused
from lms.learning.models import Assignment
from lms.platform.audit import PROTECTED_TABLES
from lms.platform.db.database import Base, Database
from lms.platform.db.models import load_models
from lms.platform.schema import alter, migrate
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_engines


@pytest.fixture
def empty(request: pytest.FixtureRequest, db: Database, tmp_path: Path):
    """A database without tables, on the engine of `db`."""
    if db.is_sqlite:
        made = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    else:
        made = Database(make.postgres_empty(request.getfixturevalue("postgres"), "lms_empty"))
    yield made
    made.dispose()


@pytest.fixture
def migrated(empty: Database, tmp_path: Path) -> Database:
    load_models()
    migrate.upgrade(empty, tmp_path / "none")
    return empty


def tables(db: Database) -> set[str]:
    with db.read() as session:
        found = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
        return {name for name in found if not name.startswith("item_fts")}  # inside SQLite's index of words


def test_migrations_make_what_the_models_say(migrated: Database) -> None:
    assert alter.differences(migrated) == []
    assert tables(migrated) == set(Base.metadata.tables)


def test_migrations_can_be_reverted_to_an_empty_database(empty: Database, tmp_path: Path) -> None:
    migrate.upgrade(empty, tmp_path)
    alter.downgrade(empty, "base")
    assert tables(empty) == set()
    migrate.upgrade(empty, tmp_path)
    assert migrate.current(empty) == migrate.newest() == alter.newest()


def test_a_new_migration_for_unchanged_models_is_empty(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alter, "SCRIPTS", Path(shutil.copytree(alter.SCRIPTS, tmp_path / "migrations")))
    load_models()
    written = (tmp_path / "migrations/versions" / alter.write_new(empty, "nothing")).read_text("utf-8")
    functions = ast.parse(written).body[-2:]
    assert [ast.unparse(function) for function in functions] == [
        f"def {name}() -> None:\n    pass" for name in ("upgrade", "downgrade")
    ]


def test_columns_added_to_an_append_only_table_leave_it_append_only(empty: Database, tmp_path: Path) -> None:
    load_models()
    migrate.upgrade(empty, tmp_path, "0001")
    with empty.transaction() as session:
        for statement in (
            "INSERT INTO competency (id, \"order\", name, summary, levels) VALUES ('writing', 1, '{}', '{}', '[]')",
            "INSERT INTO bank (id, slug, purpose) VALUES (1, 'writing', 'exam')",
            "INSERT INTO item (id, bank_id, name, state, number, file_hash)"
            " VALUES (1, 1, 'old', 'draft', 1, '')",
            "INSERT INTO item_version (id, item_id, number, kind, body, competency_id, area, level, points,"
            " source, expires, rationale, tags, words, hash, author, created_at) VALUES (1, 1, 1, 'essay',"
            " '{}', 'writing', '', 1, 100, '', '', '{}', '[]', '', 'old', '', '2026-01-01 00:00:00')",
        ):
            session.execute(text(statement.replace(":", "\\:")))
    migrate.upgrade(empty, tmp_path)
    with empty.transaction() as session:
        kept = session.execute(text("SELECT hash, case_name, enemies FROM item_version")).one()
        assert [str(value) for value in kept] == ["old", "", "[]"]
        with pytest.raises(DatabaseError, match="is append-only"):
            session.execute(text("UPDATE item_version SET case_name = 'x'"))
        session.rollback()
    alter.downgrade(empty, "0001")
    with empty.transaction() as session, pytest.raises(DatabaseError, match="is append-only"):
        session.execute(text("DELETE FROM item_version"))
    migrate.upgrade(empty, tmp_path)
    assert alter.differences(empty) == []


KEPT = [
    ("第 12 行", TextLine(12)),
    ("第 12 行 options[2].text", FieldPath("options[2].text").within(TextLine(12))),
    ("第 3 段“1. 关于”", Paragraph(3, "1. 关于")),
    ("表 1 第 2 行", TableRow(1, 2)),
    ("第 4 题 answer", FieldPath("answer").within(QuestionNumber(4))),
    ("单选题!AB5", SheetCell(27, 5, "单选题")),
    ("a.xml 第 3 行 “题 一”", Quoted("题 一").within(TextLine(3).within(Named("a.xml")))),
    ("12", Named("12")),
    ("", NOWHERE),
    ("长" * 199, Named("长" * 199)),
]
"""Places of imported questions as they were kept in words, and what they are now."""


def test_places_that_were_kept_in_words_are_values_and_words_again(empty: Database, tmp_path: Path) -> None:
    load_models()
    migrate.upgrade(empty, tmp_path, "0011")
    old = MetaData()
    with empty.transaction() as session:
        old.reflect(session.connection(), only=["item_import", "item_import_entry", "competency"])
        names = {"id": "writing", "order": 1, "name": {}, "summary": {}, "levels": []}
        session.execute(insert(old.tables["competency"]).values(names))
        known = {"file_name": "a", "size": 1, "form": "text", "competency_id": "writing", "level": 1}
        more = {"source": "", "by": "", "at": datetime(2026, 1, 1, tzinfo=UTC), "state": "previewed"}
        about = {"id": 1, "problems": [], "counts": {}, "sha256": ""}
        session.execute(insert(old.tables["item_import"]).values(known | more | about))
        for number, (words, _) in enumerate(KEPT, 1):
            row = {"id": number, "import_id": 1, "position": number, "place": words, "state": "bad"}
            more = {"choice": "", "name": "", "text": "", "problems": [{"where": words}]}
            session.execute(insert(old.tables["item_import_entry"]).values(row | more))
    migrate.upgrade(empty, tmp_path)
    places = [place for _, place in KEPT]
    with empty.read() as session:
        entries = session.scalars(select(ImportRow).order_by(ImportRow.position)).all()
        assert [entry.place for entry in entries] == places
        assert [place_from_json(entry.problems[0]["where"]) for entry in entries] == places
    alter.downgrade(empty, "0011")
    kept = old.tables["item_import_entry"]
    with empty.read() as session:
        rows = session.execute(select(kept.c.place, kept.c.problems).order_by(kept.c.position)).all()
    assert [(place, problems[0]["where"]) for place, problems in rows] == [
        (words, words) for words, _ in KEPT
    ]


def test_assignments_of_people_stay_and_those_of_a_unit_become_theirs_again(
    empty: Database, tmp_path: Path
) -> None:
    load_models()
    migrate.upgrade(empty, tmp_path, "0013")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with empty.transaction() as session:
        cast = Cast(session, now)
        old = MetaData()
        old.reflect(session.connection(), only=["assignment", "course", "competency"])
        names = {"id": "writing", "order": 1, "name": {}, "summary": {}, "levels": []}
        session.execute(insert(old.tables["competency"]).values(names))
        course = {"id": 1, "slug": "documents", "competency_id": "writing", "state": "open", "number": 1}
        session.execute(insert(old.tables["course"]).values(course))
        single = {"person_id": cast.lin.id, "course_id": 1, "due": date(2026, 12, 1), "assigned_at": now}
        session.execute(insert(old.tables["assignment"]).values(single))
    migrate.upgrade(empty, tmp_path)
    with empty.transaction() as session:
        assert session.scalars(select(Assignment.person_id)).all() == [cast.lin.id]
        standing = {"course_id": 1, "assigned_by": cast.he.id, "assigned_at": now}
        later, withdrawn = {"due": date(2026, 12, 20)}, {"withdrawn_at": now}
        session.add(Assignment(unit_id=cast.education.id, **standing, **later))
        session.add(Assignment(unit_id=cast.finance.id, **standing, **withdrawn))
    alter.downgrade(empty, "0013")
    kept = old.tables["assignment"].c
    with empty.read() as session:
        rows = session.execute(select(kept.person_id, kept.due).order_by(kept.person_id)).all()
    assert [tuple(row) for row in rows] == [
        (cast.lin.id, date(2026, 12, 1)),
        (cast.wang.id, date(2026, 12, 20)),
    ]


def test_a_forgotten_trigger_is_noticed(migrated: Database) -> None:
    trigger = (
        "DROP TRIGGER hours_entry_no_delete"
        if migrated.is_sqlite
        else "DROP TRIGGER hours_entry_append_only ON hours_entry"
    )
    with migrated.transaction() as session:
        session.execute(text(trigger))
    assert alter.differences(migrated) == [("append_only", "hours_entry")]


@pytest.mark.parametrize("table", sorted(PROTECTED_TABLES))
def test_append_only_tables_refuse_deletion(migrated: Database, table: str) -> None:
    with migrated.transaction() as session:
        if migrated.is_sqlite:  # its triggers fire for rows only, so there must be one
            session.execute(text("PRAGMA ignore_check_constraints=1"))
            session.execute(text("PRAGMA defer_foreign_keys=1"))
            columns = Base.metadata.tables[table].columns
            names = ", ".join(f'"{column.name}"' for column in columns)
            session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join('1' for _ in columns)})"))
        gone = f"DELETE FROM {table}" if migrated.is_sqlite else f"TRUNCATE {table} CASCADE"
        with pytest.raises(DatabaseError, match="is append-only"):
            session.execute(text(gone))
        session.rollback()


def test_a_database_of_a_newer_version_is_left_alone(migrated: Database, tmp_path: Path) -> None:
    with migrated.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused) as refused:
        migrate.upgrade(migrated, tmp_path)
    assert refused.value.code == "database.newer"
    assert migrate.current(migrated) == "9999"


def test_a_database_of_another_program_is_left_alone(empty: Database, tmp_path: Path) -> None:
    with empty.transaction() as session:
        session.execute(text("CREATE TABLE invoices (id INTEGER)"))
    with pytest.raises(Refused) as refused:
        migrate.upgrade(empty, tmp_path)
    assert refused.value.code == "database.foreign"
    assert tables(empty) == {"invoices"}


def test_an_upgrade_that_has_nothing_to_do_writes_nothing(migrated: Database, tmp_path: Path) -> None:
    assert migrate.upgrade(migrated, tmp_path / "aside") == migrate.newest()
    assert not (tmp_path / "aside").exists()
