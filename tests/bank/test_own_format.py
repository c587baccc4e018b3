"""A new item format is one file: it is found, shown on pages, read, written, annotated and documented."""

import io
import json
import shutil
import sys

import pytest
from sqlalchemy import select

from lms import cli
from lms.bank.models import Item
from lms.formats import items
from lms.platform.db.database import Database
from lms.platform.schema import migrate
from tests import exam_data
from tests.bank.answers import body_of
from tests.formats import cards
from tests.repo import docs
from tests.web.faults import faults, tree, words

CARDS = """%cards
问 请求批准，用哪种公文？
+ 请示
- 报告

问 哪种公文商洽工作？
- 函
- 批复

问 哪种公文答复下级？
+ 批复
- 请示
"""


@pytest.fixture(autouse=True)
def one_file_more(tmp_path, monkeypatch):
    """The folder of formats with one file more; nothing else is changed."""
    shutil.copy(cards.__file__, tmp_path / "cards.py")
    monkeypatch.setattr(items, "__path__", [*items.__path__, str(tmp_path)])
    items.item_formats.cache_clear()
    yield
    items.item_formats.cache_clear()
    sys.modules.pop(f"{items.__name__}.cards", None)
    vars(items).pop("cards", None)


@pytest.fixture
def installed(tmp_path):
    """The database of an installation of the command line."""
    (tmp_path / "data").mkdir()
    db = Database(f"sqlite:///{tmp_path / 'data' / 'wuneng.sqlite3'}")
    migrate.upgrade(db, tmp_path / "data" / "aside")
    yield db
    db.dispose()


@pytest.fixture
def imported(db, client_of, cast):
    """A client and the preview of the cards, which it uploaded without naming a format."""
    with db.transaction() as session:
        exam_data.competency(session)
    client = client_of(cast.chen)
    data = {"competency": "writing", "level": "2", "file": (io.BytesIO(CARDS.encode()), "公文.cards")}
    answer = client.post("/bank/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client, answer.location


def test_it_is_found_by_its_content_and_by_its_suffix():
    assert [form for form in (items.readable(), items.writable()) if "cards" not in form] == []
    assert [items.recognise(CARDS.encode(), "x"), items.recognise(b"x", "a.cards")] == ["cards"] * 2


def test_the_import_page_names_it_and_offers_it(imported):
    body = body_of(imported[0].get("/bank/import"))
    assert "、卡片" in body
    assert ("cards", cards.NAME.zh) in [(o.get("value"), words(o)) for o in tree(body).iter("option")]


@pytest.mark.parametrize(("language", "place"), [("zh", "第 6 行 options"), ("en", "line 6 options")])
def test_a_problem_is_shown_at_its_line_in_the_language_of_the_reader(
    imported, client_of, cast, language, place
):
    body = body_of(client_of(cast.chen, language).get(imported[1]))
    assert faults(body) == []
    assert place in [words(b) for b in tree(body).iter("b")]


def test_the_text_of_a_card_that_is_wrong_can_be_corrected_on_the_page(imported, db):
    client, address = imported
    page = body_of(client.get(f"{address}/entries/2"))
    area = next(tree(page).iter("textarea"))
    assert (area.text or "").strip() == "问 哪种公文商洽工作？\n- 函\n- 批复"
    sent = {"action": "text", "text": "%cards\n问 哪种公文商洽工作？\n+ 函\n- 批复"}
    assert client.post(f"{address}/entries/2", data=sent).status_code == 303
    assert client.post(f"{address}/commit").status_code == 303
    with db.read() as session:
        assert len(session.scalars(select(Item)).all()) == 3


def test_the_file_comes_back_with_a_remark_above_the_card(imported):
    client, address = imported
    answer = client.get(f"{address}/marked")
    lines = answer.get_data(as_text=True).split("\n")
    remarks = [n for n, line in enumerate(lines) if line.startswith("% ▲ 第 6 行")]
    assert [lines[n + 1] for n in remarks] == ["问 哪种公文商洽工作？"] * len(remarks)
    assert [line for line in lines if not line.startswith("% ▲")] == CARDS.split("\n")


def test_an_export_says_what_it_cannot_carry_and_writes_the_rest(client_of, db, cast, now):
    with db.transaction() as session:
        exam_data.item(session, now, "one")
        exam_data.item(session, now, "two", "true_false")
    client = client_of(cast.chen)
    body = body_of(client.get("/bank/export?scope=writing&to=cards"))
    assert "卡片没有判断题，这道题没有写出" in body
    answer = client.post("/bank/export", data={"scope": "writing", "to": "cards"})
    assert answer.headers["Content-Disposition"] == "attachment; filename=writing.cards"
    assert answer.get_data(as_text=True) == "%cards\n问 甲？\n+ 对\n- 错\n- 也错\n"


def test_the_command_line_converts_it_and_says_problems_at_their_lines(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    (tmp_path / "a.cards").write_text(CARDS, "utf-8")
    code = cli.main(["bank", "convert", str(tmp_path / "a.cards"), str(tmp_path / "b.aiken"), "--json"])
    output = json.loads(capsys.readouterr().out)
    assert (code, output["items"], {problem["where"] for problem in output["problems"]}) == (
        0,
        2,
        {"line 6 options"},
    )


def test_the_command_line_imports_it(tmp_path, capsys, installed):
    with installed.transaction() as session:
        exam_data.competency(session)
    (tmp_path / "a.cards").write_text(CARDS, "utf-8")
    words_ = ["bank", "import", str(tmp_path / "a.cards"), "--bank", "writing", "--skip-bad", "--json"]
    assert cli.main([*words_, "--data", str(tmp_path / "data")]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 2


def test_the_documents_of_the_command_line_name_it():
    named = [line for line in docs.commands().splitlines() if "cards" in line]
    assert [line.split(" ")[1].lstrip("`") for line in named] == ["--from", "--to", "--to", "--from"]
