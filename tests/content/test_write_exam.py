"""Exams written as files read as the same plans."""

import tomllib
from pathlib import Path

import pytest

from lms.content.write_exam import exam_toml
from lms.domain.exam import blueprint
from tests.exam_data import plan

SHIPPED = sorted((Path(__file__).parents[2] / "question_bank" / "exams").glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_exam_reads_back_the_same(path):
    written = blueprint.load(tomllib.loads(path.read_text("utf-8")))
    assert isinstance(written, blueprint.Plan)
    assert blueprint.load(tomllib.loads(exam_toml(blueprint.dump(written)))) == written


def test_cases_fixed_items_and_addresses_read_back_the_same():
    words = {"zh": "一", "en": "One"}
    section = {
        "title": words,
        "fixed": ["writing/a"],
        "draw": [{"competency": "writing", "count": 2, "levels": [1]}],
        "case": [{"competency": "writing", "count": 1, "questions": 2, "points": "3"}],
    }
    written = plan(section, addresses=["10.1.2.0/24"], after_submission="score", minima={"writing": "50"})
    assert blueprint.load(tomllib.loads(exam_toml(blueprint.dump(written)))) == written


def test_an_unfinished_plan_is_written_as_far_as_it_goes():
    data = {
        "title": {"zh": "半份"},
        "minutes": "六十",
        "section": [{"fixed": ["writing/a"]}, {"title": {"zh": "二"}}],
    }
    assert tomllib.loads(exam_toml(data)) == {
        "title": {"zh": "半份"},
        "minutes": "六十",
        "section": [{"title": {}, "fixed": [{"item": "writing/a"}]}, {"title": {"zh": "二"}}],
    }
