"""Reports as files: the rows that the page shows, and nobody else's."""

import csv
import io
import json
import tracemalloc

import openpyxl
import pytest
from sqlalchemy import text

from lms.app import wire
from lms.cli import main
from lms.formats.tables import table_formats
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import enqueue, work_once
from lms.reports import export
from lms.reports.standard.completions import TABLE
from tests import small, walk
from tests.web.returned import returned

HEAD = [
    "工号",
    "姓名",
    "单位",
    "职务",
    "职级",
    "课程",
    "能力",
    "等级",
    "学时",
    "成绩",
    "满分",
    "结业时间",
    "记录号",
    "状态",
    "更正说明",
]


@pytest.fixture(autouse=True)
def completed(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        for person in (cast.lin, cast.luo):
            walk.learn(session, person, now)
            walk.sit_exam(session, person, now)


def export_completions(client, to, **filters):
    return client.post("/reports/completions/export", data={"to": to, **filters})


def test_hr_exports_what_the_page_shows_as_csv(client_of, cast):
    response = export_completions(client_of(cast.he), "csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert rows == [
        HEAD,
        [
            "E001",
            "林晓",
            "市教育局",
            "",
            "",
            "公文写作",
            "文字综合",
            "2",
            "1.5",
            "100",
            "100",
            "2026-11-23 09:00",
            "1",
            "有效",
            "",
        ],
        [
            "E012",
            "罗强",
            "市财政局",
            "",
            "",
            "公文写作",
            "文字综合",
            "2",
            "1.5",
            "100",
            "100",
            "2026-11-23 09:00",
            "2",
            "有效",
            "",
        ],
    ]
    assert response.headers["Content-Disposition"] == "attachment; filename=completions.csv"


def test_hr_of_one_bureau_never_exports_another(client_of, cast):
    rows = json.loads(export_completions(client_of(cast.wu), "json").get_data())
    assert [row["login"] for row in rows] == ["E001"]
    assert export_completions(client_of(cast.wu), "json", unit="FIN").status_code == 404


def test_excel_in_english_for_an_english_reader(client_of, cast):
    response = export_completions(client_of(cast.he, "en"), "xlsx", unit="FIN")
    sheet = openpyxl.load_workbook(io.BytesIO(response.get_data())).active
    assert [cell.value for cell in sheet[2]][:6] == [
        "E012",
        "罗强",
        "市财政局",
        "",
        "",
        "Official documents",
    ]
    assert sheet.max_row == 2


def test_an_export_is_written_into_the_audit_trail_with_filter_and_count(client_of, cast, db):
    export_completions(client_of(cast.he), "csv", unit="EDU")
    with db.read() as session:
        last = list(audit.rows(session))[-1]
    assert (last["action"], last["actor_id"]) == ("reports.export", cast.he.id)
    assert last["detail"] == {"to": "csv", "rows": 1, "unit": "EDU"}


def test_unknown_formats_reports_and_malformed_days_are_refused(client_of, cast):
    client = client_of(cast.he)
    assert export_completions(client, "exe").status_code == 404
    assert client.post("/reports/nothing/export", data={"to": "csv"}).status_code == 404
    assert export_completions(client, "csv", until="yesterday").status_code == 400


def test_a_large_export_is_a_job_whose_result_belongs_to_its_owner(
    client_of, cast, db, settings, time, monkeypatch
):
    monkeypatch.setattr(export, "AT_ONCE", 1)
    client = client_of(cast.he)
    page = export_completions(client, "csv").headers["Location"]
    assert "正在导出" in client.get(page).get_data(as_text=True)
    assert client.get(page + "/file").status_code == 404
    while work_once(db, time, Tools(settings)):
        pass
    with client.get(page + "/file") as file:
        assert file.get_data().decode("utf-8-sig").splitlines()[0] == ",".join(HEAD)
    assert client_of(cast.wu).get(page + "/file").status_code == 404


def test_a_job_of_another_kind_is_no_export(client_of, cast, db, time):
    with db.transaction() as session:
        other = enqueue(session, "mail.send", {}, time(), cast.he.id)
        number = other.id
    client = client_of(cast.he)
    addresses = [f"/reports/exports/{number}", f"/reports/exports/{number}/file"]
    assert [client.get(each).status_code for each in addresses] == [404, 404]


class Tools:
    def __init__(self, settings):
        self.settings = settings


@pytest.mark.parametrize("to", ["csv", "xlsx", "json"])
def test_the_command_writes_the_same_rows(to, tmp_path, data_dir, capsys):
    out = tmp_path / f"out.{to}"
    assert main(["records", "export", "--to", to, str(out), "--data", str(data_dir), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 2, "file": str(out)}
    assert out.stat().st_size > 100


def test_the_command_refuses_an_unknown_unit_and_leaves_no_file(tmp_path, data_dir, capsys):
    out = tmp_path / "out.csv"
    assert main(["records", "export", "--to", "csv", str(out), "--data", str(data_dir), "--unit", "NO"]) == 1
    assert "没有单位代码 NO" in capsys.readouterr().err
    assert list(tmp_path.glob("out*")) == []


def test_memory_does_not_grow_with_the_rows():
    def peak(count):
        row = ["x" * 20] * 7 + [1, 1, 1, 1] + [None, 1, "有效", ""]
        with open("/dev/null", "wb") as out:
            tracemalloc.start()
            table_formats()["csv"].write(out, TABLE, (row for _ in range(count)), "zh")
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak(100)
    assert peak(20_000) < peak(2_000) * 1.5 + 100_000


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "candidacies-exam": "考试：最多 80 个字符，现有 81 个，请删去 1 个",
                "candidacies-from": "登记日期从：不是日期，请写成 2026-11-23",
            },
        ),
        (
            "en",
            {
                "candidacies-exam": "Exam: At most 80 characters are allowed, there are 81; remove 1",
                "candidacies-from": "Set from: This is not a date; write it as 2026-11-23",
            },
        ),
    ],
)
def test_a_filter_with_errors_comes_back_with_what_was_typed(client_of, cast, language, errors):
    sent = {"to": "csv", "exam": "x" * 81, "from": "23.11.2026", "until": "2026-11-24"}
    page = returned(client_of(cast.he, language).post("/reports/candidacies/export", data=sent))
    assert (page.status, page.summary) == (400, errors)
    fields = ("candidacies-from", "candidacies-until", "completions-until")
    assert [page.typed[field] for field in fields] == ["23.11.2026", "2026-11-24", ""]


def test_days_that_contradict_each_other_are_named(client_of, cast):
    sent = {"to": "csv", "from": "2026-11-23", "until": "2026-11-22"}
    page = returned(client_of(cast.he).post("/reports/completions/export", data=sent))
    assert page.summary == {"completions-until": "到：早于“结业日期从”，请改正其中一个"}


def test_a_filter_that_the_report_lacks_is_refused_and_never_ignored(client_of, cast, db):
    response = export_completions(client_of(cast.he), "csv", exam="writing")
    assert response.status_code == 400
    assert "这份报表不能按所给的条件筛选" in response.get_data(as_text=True)
    with db.read() as session:
        assert [row["action"] for row in audit.rows(session) if row["action"] == "reports.export"] == []


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (
            ["records", "export", "--course", "writting"],
            "“课程”筛选的“writting”不存在",
        ),
        (["reports", "completions", "--course", "writting"], "“课程”筛选的“writting”不存在"),
        (["reports", "candidacies", "--exam", "wrting"], "“考试”筛选的“wrting”不存在"),
        (["reports", "candidacies", "--unit", "NO"], "没有单位代码 NO"),
    ],
)
def test_a_command_refuses_a_filter_that_nothing_has_and_leaves_no_file(
    tmp_path, data_dir, capsys, monkeypatch, words, refusal
):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    folder = tmp_path / "out"
    folder.mkdir()
    assert main([*words, "--to", "csv", str(folder / "r.csv"), "--data", str(data_dir)]) == 1
    assert (refusal in capsys.readouterr().err, list(folder.iterdir())) == (True, [])


def test_a_page_refuses_it_too(client_of, cast):
    response = export_completions(client_of(cast.he), "csv", course="writting")
    assert (response.status_code, "没有导出" in response.get_data(as_text=True)) == (400, True)


def test_a_closed_course_is_still_a_filter(db, cast, client_of):
    with db.transaction() as session:
        session.execute(text("UPDATE course SET state = 'closed'"))
    response = export_completions(client_of(cast.he), "csv", course="documents")
    assert (response.status_code, response.get_data(as_text=True).count("\n")) == (200, 3)
