"""What is required of every report; test_contract.py runs it over each of them."""

import io
import re
from collections.abc import Generator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from lms.app import wire
from lms.candidates.list_parser import CandidateRow
from lms.domain.access import Actor
from lms.domain.problem import Refused, Text
from lms.exams import published
from lms.formats.tables import table_formats
from lms.invigilation.enrolment.candidate_list import add_candidates
from lms.platform.db.database import Database
from lms.platform.files import Files
from lms.reports.report import FilterValues, Report
from tests import small, walk
from tests.cast import Cast

CHINESE = re.compile("[\u4e00-\u9fff]")
NAME = re.compile("[a-z][a-z0-9_]*")
RESERVED = {"to", "rows", "csrf_token", "out", "json", "data", "run"}
"""Names that forms, commands and the audit trail use themselves."""
KINDS = {
    "text": str,
    "number": int | Decimal,
    "day": date,
    "time": datetime,
}
NOWHERE = "does-not-exist"
NEVER = {"since": "2199-12-31", "until": "1990-01-01"}
"""Days without data."""


class Scene:
    """A city with data for reports; `add_person_data` gives it to one person after another."""

    def __init__(self, db: Database, cast: Cast, folder, now: datetime) -> None:
        wire()
        self.db, self.cast, self.now = db, cast, now
        with db.transaction() as session:
            small.load_into(session, folder, Files(folder / "files"), now)

    def add_person_data(self, person: Actor) -> None:
        """Expect the person at the exam and let them pass it, and so complete the course and get its certificate."""
        with self.db.transaction() as session:
            exam = published.by_slug(session, "writing")
            assert exam is not None
            add_candidates(
                session, self.cast.jian, exam.id, [CandidateRow(person.login, person.login)], self.now
            )
            walk.learn(session, person, self.now)
            walk.sit_exam(session, person, self.now)

    def rows(self, report: Report, actor: Actor | None, chosen: FilterValues, language: str = "zh") -> list:
        """Return the rows of the report, as many as it counts; none if it refuses a filter."""
        rows = []
        with self.db.read() as session, suppress(Refused):
            generator = report.rows(session, actor, chosen, language)
            assert isinstance(generator, Generator), "rows must be generated while they are written"
            rows = list(generator)
            counted = report.count(session, actor, chosen)
            assert counted == len(rows), f"{report.NAME} counts {counted} of {len(rows)} rows by {chosen}"
        return rows


def check_words(report: Report) -> None:
    """Check that names fit addresses, forms and files, and that all texts are in both languages."""
    keys = [column.key for column in report.TABLE.columns]
    names = [name for declared in report.FILTERS for name in {declared.name, declared.sent_as}]
    assert [name for name in [report.NAME, *keys, *names] if not NAME.fullmatch(name)] == []
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)
    assert not set(names) & RESERVED
    first_days = {declared.not_before for declared in report.FILTERS} - {""}
    assert first_days <= {declared.name for declared in report.FILTERS}
    texts = [report.TABLE.title, report.PURPOSE]
    texts += [column.name for column in report.TABLE.columns]
    texts += [declared.label for declared in report.FILTERS]
    assert [text for text in texts if not is_in_both_languages(text)] == []


def is_in_both_languages(text: Text) -> bool:
    return bool(CHINESE.search(text.zh) and text.en and not CHINESE.search(text.en))


def check_units(report: Report, scene: Scene) -> None:
    """Check that HR of a bureau does not see what happens in another unit, and that HR of the city does."""
    cast = scene.cast
    scene.add_person_data(cast.lin)
    own, city = scene.rows(report, cast.wu, {}), scene.rows(report, cast.he, {})
    assert own, f"{report.NAME} has no rows: add data for it in Scene.add_person_data"
    assert [row for row in own if row not in city] == []
    assert city == scene.rows(report, None, {})
    scene.add_person_data(cast.luo)
    assert scene.rows(report, cast.wu, {}) == own, f"{report.NAME} shows HR of a bureau another one's rows"
    everything = scene.rows(report, cast.he, {})
    assert everything != own
    assert scene.rows(report, None, {}) == everything
    assert scene.rows(report, cast.wai, {}) == [], f"{report.NAME} shows rows to somebody without a role"


def check_filters(report: Report, scene: Scene) -> None:
    """Check that every filter filters, that its options exist, and that a unit of others has no rows."""
    scene.add_person_data(scene.cast.lin)
    scene.add_person_data(scene.cast.luo)
    everything = scene.rows(report, scene.cast.he, {})
    assert everything, f"{report.NAME} has no rows: add data for it in Scene.add_person_data"
    for declared in report.FILTERS:
        name = declared.name
        assert scene.rows(report, scene.cast.he, {name: ""}) == everything
        unmatched = NOWHERE if declared.options else NEVER["until" if declared.not_before else "since"]
        assert scene.rows(report, scene.cast.he, {name: unmatched}) == [], f"{name} is ignored"
        if declared.options:
            with scene.db.read() as session:
                values = [value for value, _label in declared.options(session, scene.cast.he)]
            matches = [rows for value in values if (rows := scene.rows(report, scene.cast.he, {name: value}))]
            assert matches, f"no option of {name} has rows"
            assert [row for rows in matches for row in rows if row not in everything] == []
    if "unit" in {declared.name for declared in report.FILTERS}:
        assert scene.rows(report, scene.cast.wu, {"unit": "FIN"}) == []


def check_cells(report: Report, scene: Scene) -> None:
    """Check that each column has a cell of its kind, in both languages, and that every format writes all rows."""
    scene.add_person_data(scene.cast.lin)
    for language in ("zh", "en"):
        rows = scene.rows(report, None, {}, language)
        for row in rows:
            for column, cell in zip(report.TABLE.columns, row, strict=True):
                assert cell is None or isinstance(cell, KINDS[column.kind]), f"{column.key} holds {cell!r}"
        for form in table_formats().values():
            out = io.BytesIO()
            assert form.write(out, report.TABLE, iter(rows), language) == len(rows)
            assert len(out.getvalue()) > len(rows) * len(report.TABLE.columns), (
                f"{form.FORMAT} wrote too little"
            )


def check_access(report: Report, scene: Scene, client_of) -> None:
    """Check that those with its permission find it on the page and can export it, and nobody else."""
    scene.add_person_data(scene.cast.lin)
    address = f"/reports/{report.NAME}/export"
    for role, actor in scene.cast.all().items():
        may = actor.may(report.PERMISSION)
        client = client_of(actor)
        response = client.post(address, data={"to": "json"})
        assert response.status_code == (200 if may else 403), role
        assert (address in client.get("/reports").get_data(as_text=True)) == may, role
        assert bool(response.get_json(silent=True) and may) == may, role
