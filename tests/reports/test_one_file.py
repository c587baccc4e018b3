"""A new report or a new format of tables is one new file: pages, commands and jobs find it."""

import json
import sys

import pytest

from lms.cli import main
from lms.exams import published
from lms.formats import tables
from lms.formats.tables import table_formats
from lms.platform.jobs import work_once
from lms.reports import export, standard
from tests.reports import contract
from tests.reports.contract import Scene
from tests.reports.test_export import Tools
from tests.web.faults import faults, tree, words

REPORT = '''"""The report of headcounts: how many of each unit have completed something."""

from sqlalchemy import func, select

from lms.domain.access import Permission
from lms.domain.problem import Text
from lms.formats.table import Column, Table
from lms.people import scope
from lms.records.models import CompletionRecord
from lms.reports.report import ReportFilter

NAME = "headcounts"
PURPOSE = Text("每个单位有多少人学完过课程。", "How many people of each unit have completed a course.")
PERMISSION = Permission.SEE_RECORDS
TABLE = Table(
    Text("各单位结业人数", "People by unit"),
    (Column("unit", Text("单位", "Unit")), Column("people", Text("人数", "People"), "number")),
)
LEVELS = [("1", Text("一级", "Level 1")), ("2", Text("二级", "Level 2"))]
FILTERS = (ReportFilter("level", Text("等级", "Level"), lambda session, actor: LEVELS),)


def _units(actor, chosen):
    people = func.count(func.distinct(CompletionRecord.person_id))
    query = select(CompletionRecord.unit_name, people).group_by(CompletionRecord.unit_name)
    if actor is not None:
        query = query.where(scope.in_units(actor, PERMISSION, CompletionRecord.unit_path))
    if level := chosen.get("level"):
        query = query.where(CompletionRecord.level == (int(level) if level.isdigit() else -1))
    return query.order_by(CompletionRecord.unit_name)


def rows(session, actor, chosen, language):
    yield from map(tuple, session.execute(_units(actor, chosen)))


def count(session, actor, chosen):
    return session.scalar(select(func.count()).select_from(_units(actor, chosen).subquery()))
'''
FORMAT = '''"""Tables as text between vertical bars, for messages."""

from lms.domain.problem import Text
from lms.formats.table import display_text

FORMAT = "bars"
NAME = Text("文字表格", "text table")
MEDIA_TYPE = "text/plain; charset=utf-8"
ORDER = 15


def write(out, table, rows, language):
    count = 0
    out.write(("|".join(column.name.in_(language) for column in table.columns) + "\\n").encode())
    for count, row in enumerate(rows, 1):
        out.write(("|".join(map(display_text, row)) + "\\n").encode())
    return count
'''


def add_module(package, discovered, folder, name: str, text: str):
    """Add a module to the package for one test; `discovered` is the cached function that lists its modules."""
    folder.mkdir()
    (folder / f"{name}.py").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "__path__", [*package.__path__, str(folder)])
        discovered.cache_clear()
        yield
    discovered.cache_clear()
    sys.modules.pop(f"{package.__name__}.{name}", None)
    vars(package).pop(name, None)


@pytest.fixture
def new_report(tmp_path):
    yield from add_module(standard, standard.reports, tmp_path / "reports", "headcounts", REPORT)


@pytest.fixture
def new_format(tmp_path):
    yield from add_module(tables, tables.table_formats, tmp_path / "formats", "bars", FORMAT)


@pytest.fixture
def scene(db, cast, tmp_path, now) -> Scene:
    return Scene(db, cast, tmp_path, now)


def buttons(response, report: str) -> list[str]:
    """The labels of the buttons that export this report, wherever they are on the page."""
    page = tree(response.get_data(as_text=True))
    forms = [form for form in page.iter("form") if form.get("action") == f"/reports/{report}/export"]
    return [words(button) for form in forms for button in form.iter("button")]


CHECKS = [contract.check_units, contract.check_filters, contract.check_cells]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_new_report_keeps_the_contract(check, new_report, scene):
    contract.check_words(standard.reports()["headcounts"])
    check(standard.reports()["headcounts"], scene)


def test_a_new_report_is_for_those_with_its_permission(new_report, scene, client_of):
    contract.check_access(standard.reports()["headcounts"], scene, client_of)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("zh", ["各单位结业人数", "每个单位有多少人学完过课程。", "等级", "全部", "一级", "二级"]),
        (
            "en",
            [
                "People by unit",
                "How many people of each unit have completed a course.",
                "Level",
                "All",
                "Level 1",
            ],
        ),
    ],
)
def test_the_page_lists_a_new_report_with_its_filters(new_report, client_of, cast, language, texts):
    response = client_of(cast.he, language).get("/reports")
    body = response.get_data(as_text=True)
    section = next(
        section for section in tree(body).iter("section") if section.get("aria-labelledby") == "headcounts"
    )
    assert faults(body) == []
    assert [text for text in texts if text not in words(section)] == []
    assert len(buttons(response, "headcounts")) == len(tables.table_formats())


def test_a_new_report_is_exported_by_page_job_and_command(
    new_report, scene, client_of, cast, db, settings, time, monkeypatch, tmp_path, data_dir, capsys
):
    for person in (cast.lin, cast.luo):
        scene.add_person_data(person)
    he, rows = client_of(cast.he), [{"unit": "市教育局", "people": 1}, {"unit": "市财政局", "people": 1}]
    sent = {"to": "json", "level": "2"}
    assert he.post("/reports/headcounts/export", data=sent).json == rows
    assert he.post("/reports/headcounts/export", data={**sent, "level": "1"}).json == []
    monkeypatch.setattr(export, "AT_ONCE", 1)
    assert client_of(cast.wu).post("/reports/headcounts/export", data=sent).json == rows[:1]
    page = he.post("/reports/headcounts/export", data=sent).headers["Location"]
    while work_once(db, time, Tools(settings)):
        pass
    with he.get(page + "/file") as file:
        assert file.json == rows
    out = tmp_path / "out.json"
    command = ["reports", "headcounts", str(out), "--to", "json", "--level", "2", "--data", str(data_dir)]
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 2, "file": str(out)}
    assert json.loads(out.read_text("utf-8")) == rows


def test_a_new_format_writes_every_report(new_format, scene, client_of, cast, tmp_path, data_dir):
    scene.add_person_data(cast.lin)
    wrong = {}
    for name, report in standard.reports().items():
        reader = next(actor for actor in cast.all().values() if actor.may(report.PERMISSION))
        response = client_of(reader).post(f"/reports/{name}/export", data={"to": "bars"})
        head = "|".join(column.name.zh for column in report.TABLE.columns)
        if response.get_data(as_text=True).splitlines()[0] != head or response.mimetype != "text/plain":
            wrong[name] = response.get_data(as_text=True)
    assert wrong == {}
    out = tmp_path / "out.bars"
    assert main(["records", "export", str(out), "--to", "bars", "--data", str(data_dir)]) == 0
    assert out.read_text("utf-8").splitlines()[1].startswith("E001|林晓|市教育局|")


def test_a_new_format_has_its_button_in_its_place_wherever_there_are_any(new_format, scene, client_of, cast):
    scene.add_person_data(cast.lin)
    he = client_of(cast.he)
    labels = [f"导出 {form.NAME.zh}" for form in table_formats().values()]
    assert labels[:3] == ["导出 Excel", "导出 文字表格", "导出 CSV"]
    assert buttons(he.get("/records"), "completions") == labels
    assert buttons(he.get("/reports"), "completions") == [f"{label}：结业记录" for label in labels]
    with scene.db.read() as session:
        exam = published.by_slug(session, "writing")
    of_candidates = [label.replace("导出", "导出状态表") for label in labels]
    assert buttons(he.get(f"/candidates/{exam.id}"), "candidacies") == of_candidates
