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
from lms.reports.report import Chosen, Report
from tests import small, walk
from tests.cast import Cast

CHINESE = re.compile("[\u4e00-\u9fff]")
NAME = re.compile("[a-z][a-z0-9_]*")
TAKEN = {"to", "rows", "csrf_token", "out", "json", "data", "run"}
"""Names that forms, commands and the audit trail use themselves."""
KINDS = {
    "text": str,
    "number": int | Decimal,
    "day": date,
    "time": datetime,
}
NOWHERE = "no-such-thing"
NEVER = {"since": "2199-12-31", "until": "1990-01-01"}
"""Days on which nothing happens."""


class Scene:
    """A city in which something happens to people; `happens` is called for one person after another."""

    def __init__(self, db: Database, cast: Cast, folder, now: datetime) -> None:
        wire()
        self.db, self.cast, self.now = db, cast, now
        with db.transaction() as session:
            small.load_into(session, folder, Files(folder / "files"), now)

    def happens(self, who: Actor) -> None:
        """Expected at the exam, which they sit, and so they complete the course and hold its certificate."""
        with self.db.transaction() as session:
            exam = published.by_slug(session, "writing")
            assert exam is not None
            add_candidates(session, self.cast.jian, exam.id, [CandidateRow(who.login, who.login)], self.now)
            walk.learn(session, who, self.now)
            walk.sit_exam(session, who, self.now)

    def rows(self, report: Report, actor: Actor | None, chosen: Chosen, language: str = "zh") -> list:
        """Those of the report, as many as it counts; none where it refuses a filter."""
        found = []
        with self.db.read() as session, suppress(Refused):
            written = report.rows(session, actor, chosen, language)
            assert isinstance(written, Generator), "rows are made while they are written"
            found = list(written)
            counted = report.count(session, actor, chosen)
            assert counted == len(found), f"{report.NAME} counts {counted} of {len(found)} rows by {chosen}"
        return found


def check_words(report: Report) -> None:
    """Names that addresses, forms and files can hold, and both languages wherever people read."""
    keys = [column.key for column in report.TABLE.columns]
    names = [name for one in report.FILTERS for name in {one.name, one.sent_as}]
    assert [name for name in [report.NAME, *keys, *names] if not NAME.fullmatch(name)] == []
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)
    assert not set(names) & TAKEN
    assert {one.not_before for one in report.FILTERS} - {""} <= {one.name for one in report.FILTERS}
    words = [report.TABLE.title, report.PURPOSE]
    words += [column.name for column in report.TABLE.columns] + [one.label for one in report.FILTERS]
    assert [text for text in words if not is_in_both_languages(text)] == []


def is_in_both_languages(text: Text) -> bool:
    return bool(CHINESE.search(text.zh) and text.en and not CHINESE.search(text.en))


def check_units(report: Report, scene: Scene) -> None:
    """What happens in another unit changes nothing that HR of a bureau sees, and HR of the city sees it."""
    cast = scene.cast
    scene.happens(cast.lin)
    own, city = scene.rows(report, cast.wu, {}), scene.rows(report, cast.he, {})
    assert own, f"{report.NAME} shows nothing of what happened: let it happen in Scene.happens"
    assert city == own == scene.rows(report, None, {})
    scene.happens(cast.luo)
    assert scene.rows(report, cast.wu, {}) == own, f"{report.NAME} shows HR of a bureau another one's rows"
    everything = scene.rows(report, cast.he, {})
    assert everything != own
    assert scene.rows(report, None, {}) == everything
    assert scene.rows(report, cast.wai, {}) == [], f"{report.NAME} shows rows to somebody without a role"


def check_filters(report: Report, scene: Scene) -> None:
    """Every filter narrows down, what is offered to choose is there, and what is of others leads to nothing."""
    scene.happens(scene.cast.lin)
    scene.happens(scene.cast.luo)
    everything = scene.rows(report, scene.cast.he, {})
    for one in report.FILTERS:
        assert scene.rows(report, scene.cast.he, {one.name: ""}) == everything
        nothing = NOWHERE if one.options else NEVER["until" if one.not_before else "since"]
        assert scene.rows(report, scene.cast.he, {one.name: nothing}) == [], f"{one.name} is ignored"
        if one.options:
            with scene.db.read() as session:
                offered = [value for value, _words in one.options(session, scene.cast.he)]
            found = [
                rows for value in offered if (rows := scene.rows(report, scene.cast.he, {one.name: value}))
            ]
            assert found, f"nothing that {one.name} offers is there"
            assert [row for rows in found for row in rows if row not in everything] == []
    if "unit" in {one.name for one in report.FILTERS}:
        assert scene.rows(report, scene.cast.wu, {"unit": "FIN"}) == []


def check_cells(report: Report, scene: Scene) -> None:
    """A cell for each column, of its kind, in both languages, and every format writes them all."""
    scene.happens(scene.cast.lin)
    for language in ("zh", "en"):
        rows = scene.rows(report, None, {}, language)
        for row in rows:
            for column, cell in zip(report.TABLE.columns, row, strict=True):
                assert cell is None or isinstance(cell, KINDS[column.kind]), f"{column.key} holds {cell!r}"
        for form in table_formats().values():
            assert form.write(io.BytesIO(), report.TABLE, iter(rows), language) == len(rows)


def check_access(report: Report, scene: Scene, client_of) -> None:
    """Those who hold its permission find it on the page and can take it; nobody else can do either."""
    scene.happens(scene.cast.lin)
    address = f"/reports/{report.NAME}/export"
    for role, actor in scene.cast.all().items():
        may = actor.may(report.PERMISSION)
        client = client_of(actor)
        taken = client.post(address, data={"to": "json"})
        assert taken.status_code == (200 if may else 403), role
        assert (address in client.get("/reports").get_data(as_text=True)) == may, role
        assert bool(taken.get_json(silent=True) and may) == may, role
