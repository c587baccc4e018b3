"""lms bank convert: any file in, one document out, and a clear message about what does not work."""

import json
from pathlib import Path

import pytest

GOOD = "1. 题干（ ）\nA. 甲\nB. 乙\n答案：B\n"


@pytest.fixture
def paper(tmp_path) -> Path:
    path = tmp_path / "题库.txt"
    path.write_text(GOOD, "utf-8")
    return path


def test_a_file_becomes_the_documented_json(lms, paper, tmp_path):
    code, out, err = lms("bank", "convert", str(paper), str(tmp_path / "a.json"))
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (code, out, err) == (0, "", "questions: 1, problems: 0, notices: 0\n")
    assert document == {
        "items": [
            {
                "kind": "single_choice", "name": "题干（ ）", "stem": "题干（ ）", "points": 1, "tags": [], "feedback": "",
                "options": [
                    {"id": "a", "text": "甲", "fraction": 0, "feedback": ""},
                    {"id": "b", "text": "乙", "fraction": 1, "feedback": ""},
                ],
            }
        ],
        "problems": [],
    }  # fmt: skip


@pytest.mark.parametrize("extra", [(), ("--json",)])
def test_stdout_is_one_document(lms, paper, extra):
    code, out, _ = lms("bank", "convert", str(paper), "-", "--to", "json", *extra)
    assert (code, len(json.loads(out)["items"])) == (0, 1)


def test_notices_are_distinguished_from_refusals(lms, tmp_path):
    source = tmp_path / "a.gift"
    source.write_bytes("题{~%33%甲 ~%33%乙 ~%33%丙}\n\n坏{=甲".encode())
    code, out, _ = lms("bank", "convert", str(source), str(tmp_path / "a.json"), "--json")
    value = json.loads(out)
    assert (code, value["items"]) == (0, 1)
    assert [(p["where"], p.get("notice", False)) for p in value["problems"]] == [
        ("line 1", True),
        ("line 3", False),
    ]


@pytest.mark.parametrize("extra", [("--to", "json"), ("--to", "toml")])
def test_a_refused_file_is_one_document_and_exit_code_1(lms, tmp_path, extra):
    source = tmp_path / "a.docx"
    source.write_bytes(b"%PDF-1.7\n")
    for out in (str(tmp_path / "out"), "-"):
        code, printed, _ = lms("bank", "convert", str(source), out, *extra, "--json")
        value = json.loads(printed)
        assert (code, len(value["problems"]), value["items"] in (0, [])) == (1, 1, True)


@pytest.mark.parametrize(
    ("source", "out", "what"),
    [
        ("nothing.gift", "a.json", "there is no such file"),
        (".", "a.json", "is a folder"),
        ("题库.txt", "nowhere/a.json", "cannot be written"),
        ("题库.txt", ".", "cannot be written"),
        ("题库.txt", "题库.txt", "is the file that is being read"),
        ("题库.txt", "a.docm", "docx cannot be written"),
    ],
)
def test_paths_that_do_not_work_are_refused(lms, paper, tmp_path, monkeypatch, source, out, what):
    monkeypatch.chdir(tmp_path)
    to = () if out.endswith("docm") else ("--to", "json")
    code, printed, _ = lms("bank", "convert", source, out, *to, "--json")
    assert (code, [problem["what"] for problem in json.loads(printed)["problems"]]) == (1, [what])
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["题库.txt"]
    assert paper.read_text("utf-8") == GOOD


def test_an_unknown_format_is_wrong_usage(lms, paper, capsys):
    with pytest.raises(SystemExit) as stop:
        lms("bank", "convert", str(paper), "-", "--to", "pdf")
    assert stop.value.code == 2


def test_an_existing_file_is_replaced_whole_and_a_device_is_written_to(lms, paper, tmp_path):
    out = tmp_path / "a.json"
    out.write_text("old")
    assert lms("bank", "convert", str(paper), str(out))[0] == 0
    assert json.loads(out.read_text("utf-8"))["problems"] == []
    assert lms("bank", "convert", str(paper), "/dev/null", "--to", "json")[0] == 0
    assert Path("/dev/null").is_char_device()
