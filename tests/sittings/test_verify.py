"""Receipts and the audit trail, checked by the program that needs no other part of this system."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from lms.invigilation.accept import accept_late_answers
from lms.platform import audit
from lms.sittings import receipt
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from lms.web.pages import ROOT
from tests.exam_data import exam_of_kinds

PROGRAM = ROOT / "sittings/static/wuneng_verify.py"
RESPONSES = [
    {"choice": "a"}, {"choices": ["a", "c"]}, {"value": False}, {"blanks": ["北京", "𠮷🙂\u2028"]},
    {"number": "-0.5"}, {"text": '"\\\n＜b＞'}, {"order": ["b", "a", "c"]}, {"pairs": {"1": "b"}}, {"text": "先急后缓。"},
]  # fmt: skip


def verify(*words: object) -> tuple[int, list[str]]:
    """Exit code and lines of the program, run without anything of this product in reach."""
    ran = subprocess.run(
        [sys.executable, "-I", PROGRAM, *map(str, words)], capture_output=True, text=True, cwd="/"
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout.splitlines()


def submit(db, cast, now, folder: Path, count: int) -> list[Path]:
    """So many receipts, and beside them other things that happened."""
    exam_id, paths = exam_of_kinds(db, now, attempts=100), []
    for number in range(count):
        with db.transaction() as session:
            sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
            given = [AnswerUpdate(p, number + p, RESPONSES[p - 1]) for p in range(1, 10 - number % 10)]
            save_answers(session, cast.lin, sitting.id, given, now)
            audit.record(session, "test.note", "thing:1", None, now, who="林𠮷", n=number)
            submit_sitting(session, cast.lin, sitting.id, {}, now)
        with db.read() as session:
            body = receipt.receipt_file(
                own_sitting(session, cast.lin, sitting.id), current_answers(session, sitting.id)
            )
        paths.append(folder / f"receipt-{number}.json")
        paths[-1].write_text(json.dumps(body, indent=number % 3 or None), "utf-8")
    return paths


def export(db, path: Path) -> Path:
    """The trail as `lms audit export` writes it."""
    with db.read() as session:
        path.write_text("".join(audit.line(row) + "\n" for row in audit.rows(session)), "utf-8")
    return path


@pytest.fixture
def sealed(db, cast, now, tmp_path) -> list[Path]:
    return submit(db, cast, now, tmp_path, 2)


@pytest.fixture
def trail(sealed, db, tmp_path) -> Path:
    return export(db, tmp_path / "audit.jsonl")


@pytest.mark.both_engines
def test_a_hundred_of_a_hundred_receipts_are_computed_again_and_found_in_the_trail(db, cast, now, tmp_path):
    sealed, trail = submit(db, cast, now, tmp_path, 100), export(db, tmp_path / "audit.jsonl")
    code, said = verify(*sealed, "--trail", trail)
    assert (code, len(said), [line for line in said if "HOLDS" not in line]) == (0, 101, [])
    assert verify(*sealed)[0] == 0


def leaves(value, path=()):
    """The path of every word, number and name in a JSON value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, ("name", name))
            yield from leaves(inner, (*path, ("in", name)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*path, ("in", number)))
    else:
        yield path


def other(value, dice: random.Random):
    """The value with one character changed."""
    if value is None or isinstance(value, bool):
        return not value
    text = str(value) or "x"
    at = dice.randrange(len(text))
    new = dice.choice([c for c in "0123456789" if c != text[at]] if isinstance(value, int) else "äZ7 ")
    changed = text[:at] + (new if new != text[at] else "q") + text[at + 1 :]
    return int(changed) if isinstance(value, int) and changed.isdigit() else changed


def changed(body, path, dice: random.Random):
    """The document with one character of one place changed."""
    made = json.loads(json.dumps(body))
    inside, last = made, path[-1]
    for _, name in path[:-1]:
        inside = inside[name]
    if last[0] == "name":
        inside[other(last[1], dice)] = inside.pop(last[1])
    else:
        inside[last[1]] = other(inside[last[1]], dice)
    return made


def test_one_character_changed_anywhere_in_a_receipt_is_found(sealed, tmp_path):
    dice, forged = random.Random(4), []
    for kept in sealed:
        body = json.loads(kept.read_text("utf-8"))
        for path in leaves(body):
            forged.append(tmp_path / f"forged-{len(forged)}.json")
            forged[-1].write_text(json.dumps(changed(body, path, dice)), "utf-8")
    code, said = verify(*forged)
    assert (code, len(said), [line for line in said if "BROKEN" not in line]) == (1, len(forged), [])
    assert len(forged) > 150


def test_one_character_changed_anywhere_in_the_trail_is_found(trail, tmp_path):
    dice, lines = random.Random(5), trail.read_text("utf-8").splitlines()
    number = len(lines) // 2
    event = json.loads(lines[number])
    for path in leaves(event):
        forged = tmp_path / "forged.jsonl"
        line = json.dumps(changed(event, path, dice), ensure_ascii=False)
        forged.write_text("\n".join([*lines[:number], line, *lines[number + 1 :]]), "utf-8")
        code, said = verify("--trail", forged)
        assert (code, "BROKEN" in said[0]) == (1, True), line


def test_a_forged_receipt_with_a_right_code_is_not_in_the_trail(sealed, trail):
    body = json.loads(sealed[0].read_text("utf-8"))
    body["sealed"]["answers"][0]["response"] = {"choice": "b"}
    body["sha256"] = receipt.seal_hash(body["sealed"])
    body["receipt"] = receipt.receipt_code(body["sha256"])
    sealed[0].write_text(json.dumps(body), "utf-8")
    assert verify(sealed[0])[0] == 0
    assert verify(sealed[0], "--trail", trail)[0] == 1


@pytest.mark.parametrize(
    "audit", [{}, {"seq": 7}, {"seq": 9999}, {"seq": []}, {"seq": 7, "hash": "0" * 64}, 7, None]
)
def test_a_receipt_that_names_a_head_that_never_existed_is_refused(sealed, trail, audit):
    body = json.loads(sealed[0].read_text("utf-8"))
    body["sealed"]["audit"] = audit
    body["sha256"] = receipt.seal_hash(body["sealed"])
    body["receipt"] = receipt.receipt_code(body["sha256"])
    sealed[0].write_text(json.dumps(body), "utf-8")
    assert verify(sealed[0], "--trail", trail)[0] == 1


def test_a_cut_trail_shows_against_a_checkpoint_or_a_receipt(sealed, trail, tmp_path):
    lines = trail.read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    filed = tmp_path / "checkpoint.json"
    filed.write_text(json.dumps({"seq": last["seq"], "hash": last["hash"], "at": last["at"]}))
    assert verify("--trail", trail, "--checkpoint", filed)[0] == 0
    cut = tmp_path / "cut.jsonl"
    cut.write_text("\n".join(lines[:-1]), "utf-8")
    assert verify("--trail", cut)[0] == 0
    assert verify("--trail", cut, "--checkpoint", filed)[0] == 1
    assert verify(sealed[-1], "--trail", cut)[0] == 1


def test_a_receipt_of_the_old_format_is_valid_by_itself(sealed, tmp_path):
    body = json.loads(sealed[0].read_text("utf-8"))
    del body["sealed"]["audit"]
    body["sha256"] = receipt.seal_hash(body["sealed"])
    body["receipt"] = receipt.receipt_code(body["sha256"])
    old = tmp_path / "old.json"
    old.write_text(json.dumps(body), "utf-8")
    code, said = verify(old)
    assert (code, "old format" in said[0]) == (0, True)


def test_a_receipt_before_late_answers_were_accepted_is_still_valid_and_so_is_the_one_after(
    db, cast, now, time, tmp_path
):
    exam_id, paths = exam_of_kinds(db, now), []
    with db.transaction() as session:
        sitting = begin_sitting(session, cast.lin, exam_id, now).sitting
    over = time.pass_(minutes=41)
    with db.transaction() as session:
        save_answers(session, cast.lin, sitting.id, [AnswerUpdate(1, 1, {"choice": "a"})], over)
        submit_sitting(session, cast.lin, sitting.id, {}, over)
    for name in ("before", "after"):
        with db.read() as session:
            body = receipt.receipt_file(
                own_sitting(session, cast.lin, sitting.id), current_answers(session, sitting.id)
            )
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(body), "utf-8")
        if name == "before":
            with db.transaction() as session:
                accept_late_answers(session, cast.jian, sitting.id, [1], "网络中断", over)
    code, said = verify(*paths, "--trail", export(db, tmp_path / "audit.jsonl"))
    assert (code, ["sealed again" in line for line in said]) == (0, [False, True, False])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"receipt": "", "sha256": "", "sealed": 1}', '{"a": NaN}', "[" * 9999,
             '{"sealed": {}, "sealed": {}, "receipt": "", "sha256": ""}', '{"receipt":"","sha256":"","sealed":{"a":"\\ud800"}}'],
)  # fmt: skip
def test_a_file_that_is_not_a_receipt_is_refused(tmp_path, text):
    path = tmp_path / "bad.json"
    path.write_text(text, "utf-8")
    code, said = verify(path, path.with_name("absent.json"))
    assert (code, ["BROKEN" in line for line in said]) == (1, [True, True])


def test_without_arguments_it_prints_its_usage():
    ran = subprocess.run([sys.executable, "-I", PROGRAM], capture_output=True, text=True)
    assert (ran.returncode, "usage" in ran.stderr) == (2, True)


def test_it_needs_only_the_standard_library():
    words = [
        line.split()[1]
        for line in PROGRAM.read_text("utf-8").splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert {name.split(".")[0] for name in words} <= set(sys.stdlib_module_names)
