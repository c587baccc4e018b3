"""lms bank import | export."""

import json

import pytest
from sqlalchemy import func, select

from lms.bank.models import Item, ItemVersion
from tests import exam_data
from tests.bank import texts
from tests.bank.imports.files import GOOD, PAPER
from tests.cast import Cast


@pytest.fixture
def bank(installed, now):
    with installed.transaction() as session:
        exam_data.competency(session)
        cast = Cast(session, now)
        texts.approved(session, cast, now, "doc-1")
    return installed


@pytest.fixture
def file(tmp_path):
    def write(text, name="题.txt"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def count(db):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Item))


def test_a_good_file_is_imported_as_drafts_and_importing_is_idempotent(bank, lms, as_json, file):
    code, out, err = lms("bank", "import", file(GOOD), "--bank", "writing")
    assert (code, out, err) == (0, "2 added, 0 new versions, 0 unchanged, 0 skipped\n", "")
    with bank.read() as session:
        rows = session.execute(
            select(Item.state, ItemVersion.author, ItemVersion.author_id).join(ItemVersion).order_by(Item.id)
        )
        assert [tuple(row) for row in rows][1:] == [("draft", "命令行导入", None)] * 2
    second = as_json("bank", "import", file(GOOD), "--bank", "writing")
    assert second == {"import": None, "added": 0, "changed": 0, "unchanged": 2, "skipped": 0, "problems": []}


def test_with_problems_no_question_is_imported_unless_bad_ones_are_to_be_skipped(bank, lms, file):
    code, _, err = lms("bank", "import", file(PAPER), "--bank", "writing")
    assert (code, count(bank)) == (1, 1)
    assert [line.split(":")[0] for line in err.splitlines()[:2]] == ["line 11", "line 15"]
    assert err.splitlines()[-1].startswith("Problems: 2, nothing was imported")
    code, out, _ = lms("bank", "import", file(PAPER), "--bank", "writing", "--skip-bad")
    assert (code, out, count(bank)) == (0, "2 added, 0 new versions, 0 unchanged, 2 skipped\n", 3)


def test_a_dry_run_writes_nothing(bank, as_json, file):
    value = as_json("bank", "import", file(GOOD), "--bank", "writing", "--dry-run")
    assert (value["added"], value["import"], count(bank)) == (2, None, 1)


def test_a_question_like_another_needs_a_decision(bank, lms, file):
    long = "按照《党政机关公文处理工作条例》，向上级机关请求指示、批准，应当使用下列哪一种公文？"
    assert lms("bank", "import", file(texts.text("doc-1", long), "y.toml"), "--bank", "writing")[0] == 0
    near = texts.text("doc-9", long.replace("应当", "应"))
    path = file(near, "x.toml")
    code, _, err = lms("bank", "import", path, "--bank", "writing")
    assert (code, "% like item" in err) == (1, True)
    assert lms("bank", "import", path, "--bank", "writing", "--similar", "version")[0] == 0
    with bank.read() as session:
        assert session.scalars(select(Item.number)).all() == [3]


def test_a_trainer_can_be_named_as_the_author_and_nobody_else(bank, lms, file):
    assert lms("bank", "import", file(GOOD), "--bank", "writing", "--author", "E001")[0] == 1
    assert lms("bank", "import", file(GOOD), "--bank", "writing", "--author", "E003")[0] == 0
    with bank.read() as session:
        assert session.scalars(select(ItemVersion.author).order_by(ItemVersion.id)).all() == ["陈立"] * 3


def test_an_unknown_bank_is_refused_with_the_names_of_the_banks(bank, lms, file):
    code, _, err = lms("bank", "import", file(GOOD), "--bank", "nothing")
    assert (code, err) == (1, "There is no bank nothing; one of: writing\n")
    code, _, err = lms("bank", "import", file(GOOD))
    assert (code, err.count("does not say its competency")) == (1, 2)


@pytest.mark.parametrize("form", ["toml", "excel", "moodle_xml", "qti3", "gift"])
def test_an_exported_bank_is_imported_as_unchanged(bank, lms, as_json, tmp_path, now, form):
    with bank.transaction() as session:
        for kind in exam_data.BODIES:
            exam_data.item(session, now, kind.replace("_", "-"), kind, points="5" if kind == "essay" else "2")
    out = tmp_path / f"bank.{form}"
    code, _, err = lms("bank", "export", "--bank", "writing", "--to", form, str(out))
    written = {"gift": 9}.get(form, 10)  # GIFT has no ordering
    assert (code, f"questions written: {written}" in err) == (0, True)
    value = as_json(
        "bank", "import", str(out), "--from", form, "--bank", "writing", "--dry-run", "--skip-bad"
    )
    lossy = {"gift": 3}.get(form, 0)
    assert (value["added"], value["changed"] <= lossy, value["unchanged"] >= 10 - lossy) == (0, True, True), (
        value
    )


def test_losses_are_listed_and_json_is_one_document(bank, lms, tmp_path):
    code, out, _ = lms(
        "bank", "export", "--bank", "writing", "--to", "aiken", str(tmp_path / "x.txt"), "--json"
    )
    value = json.loads(out)
    assert (code, value["items"], value["losses"] != []) == (0, 1, True)
    assert lms("bank", "export", "--bank", "nothing", "--to", "toml", "-")[0] == 1


@pytest.mark.parametrize(("form", "written"), [("aiken", 2), ("gift", 9), ("excel", 10)])
def test_the_number_of_an_export_is_that_of_the_questions_in_the_file(
    bank, lms, as_json, tmp_path, now, form, written
):
    with bank.transaction() as session:
        for kind in exam_data.BODIES:
            exam_data.item(session, now, kind.replace("_", "-"), kind, points="5" if kind == "essay" else "2")
    out = tmp_path / "bank.file"
    code, _, err = lms("bank", "export", "--bank", "writing", "--to", form, str(out))
    assert (code, err.splitlines()[-1].partition(",")[0]) == (0, f"questions written: {written}")
    assert as_json("bank", "export", "--bank", "writing", "--to", form, str(out))["items"] == written
    read = as_json("bank", "convert", str(out), str(tmp_path / "read.json"), "--from", form)
    assert read["items"] == written
