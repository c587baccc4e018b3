"""TOML: the bank's own files are the same after export and import, word for word."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import recognise, toml
from lms.questions import dump_question

ROOT = Path(__file__).parents[3]
FILES = [file for file in sorted((ROOT / "question_bank").glob("*/*.toml")) if file.parent.name != "exams"]
FILES += sorted((ROOT / "courses").glob("*/*/checks.toml"))
ITEM = '[[item]]\nkind = "true_false"\nstem = "题"\nanswer = true\n'


def read(text: str) -> Reading:
    return toml.read(text.encode(), "题库.toml")


def problems(reading: Reading) -> list[str]:
    return [f"{problem.where.in_('zh')} {problem.what.en}" for problem in reading.problems]


def canonical(draft: Draft) -> Any:
    question = draft.question()
    assert isinstance(question, Question)
    expected = (draft.name, draft.points, draft.tags, draft.feedback, dict(draft.meta), dict(draft.more))
    return dump_question(question), expected


def test_there_are_files_to_try() -> None:
    assert len(FILES) > 20


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_file_of_ours_comes_back_the_same(file: Path) -> None:
    assert recognise(file.read_bytes(), "unnamed") == "toml"
    reading = toml.read(file.read_bytes(), file.name)
    assert problems(reading) == []
    assert toml.losses(reading.drafts) == []
    written = toml.write(reading.drafts)
    back = toml.read(written, file.name)
    assert list(map(canonical, back.drafts)) == list(map(canonical, reading.drafts))
    assert toml.write(back.drafts) == written


def test_defaults_apply_to_every_item_and_metadata_is_kept() -> None:
    reading = read(
        '[defaults]\nauthor = "甲"\npoints = "2.5"\nlevel = 3\n' + ITEM + 'name = "a"\nchecked = 2026-11-23\ntags = ["一"]\n'
        'rationale = "因为"\n[item.en]\nstem = "Q"\nrationale = "because"\n'
    )  # fmt: skip
    draft = reading.drafts[0]
    assert (draft.name, draft.points, draft.tags, draft.feedback) == ("a", Decimal("2.5"), ("一",), "因为")
    assert draft.meta == {"level": "3"}
    assert draft.more == {"checked": "2026-11-23", "author": "甲", "feedback_en": "because"}
    assert draft.data["en"] == {"stem": "Q"}


def test_a_case_and_enemies_are_kept() -> None:
    text = ITEM.replace("stem", 'case = "flood"\nenemies = ["甲组"]\nstem')
    (draft,) = read(text).drafts
    assert draft.more == {"case": "flood", "enemies": ["甲组"]}
    assert toml.losses([draft]) == []
    (read_back,) = read(toml.write([draft]).decode()).drafts
    assert canonical(read_back) == canonical(draft)


def test_the_mark_of_a_question_for_practice_only_is_kept() -> None:
    (draft,) = read(ITEM + 'use = "practice"\n').drafts
    assert draft.more == {"use": "practice"}
    assert toml.losses([draft]) == []
    assert 'use = "practice"' in toml.write([draft]).decode().splitlines()


def test_dates_and_levels_are_written_as_what_they_are() -> None:
    draft = Draft(
        NOWHERE,
        "true_false",
        {"stem": "题", "answer": True},
        meta={"level": "2"},
        more={"checked": "2026-11-23"},
    )
    lines = toml.write([draft]).decode().splitlines()
    assert "level = 2" in lines
    assert f"checked = {date(2026, 11, 23)}" in lines


def test_a_mistake_is_reported_at_the_line_of_its_item() -> None:
    reading = read(ITEM + '\n[[item]]\nkind = "true_false"\nstem = "x"\n\n' + ITEM)
    assert problems(reading) == ["第 6 行 answer is missing"]
    assert [draft.where.in_("zh") for draft in reading.drafts] == ["第 1 行", "第 10 行"]


WRONG = [
    ("x = ", '题库.toml is not valid TOML (Invalid value (at end of document))'),
    ("title = 1", "题库.toml has no [[item]] and is not a file of questions"),
    ("item = 3", "题库.toml has no [[item]] and is not a file of questions"),
    (ITEM + "[other]\n", '题库.toml "other" is not known here'),
    (ITEM + 'points = "x"\n', "第 1 行 points the points are not a valid number; 1 point was used"),
    ("a = " + "[" * 5000, "题库.toml is not valid TOML"),
    ("x = 1\ny = z", "第 2 行 is not valid TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_what_is_not_a_file_of_questions_is_reported(text: str, expected: str) -> None:
    assert [line[: len(expected)] for line in problems(read(text))] == [expected]


def test_another_encoding_is_reported_with_its_line() -> None:
    assert problems(toml.read(("# x\n" + ITEM).encode("gbk"), "a.toml")) == ["第 4 行 is not UTF-8"]


def test_what_a_file_of_the_bank_cannot_contain_is_reported() -> None:
    draft = Draft(
        NOWHERE,
        "true_false",
        {"stem": "题", "answer": True},
        name="n",
        meta={"category": "x"},
        more={"hints": ["y"]},
    )
    assert [f"{p.where.in_('zh')}: {p.what.en}" for p in toml.losses([draft])] == [
        "n: not carried over: category, hints"
    ]
