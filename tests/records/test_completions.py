"""HR's list of records, with correct and incorrect filters."""

import pytest

from lms.platform.files import Files
from tests import small, walk
from tests.web.faults import tree, words
from tests.web.returned import returned


@pytest.fixture(autouse=True)
def completed(db, cast, tmp_path, now):
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        for person in (cast.lin, cast.luo):
            walk.learn(session, person, now)
            walk.sit_exam(session, person, now, right=3)


def rows(answer) -> list[str]:
    page = tree(answer.get_data(as_text=True))
    return [words(th) for th in page.iter("th") if th.get("scope") == "row"]


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "unit": "单位（含下级）：没有这个选项，请从列表中选择",
                "from": "结业日期从：不是日期，请写成 2026-11-23",
                "until": "到：年份应在 1990 到 2200 之间，请改正",
            },
        ),
        (
            "en",
            {
                "unit": "Unit (and below): There is no such choice; choose one from the list",
                "from": "Completed from: This is not a date; write it as 2026-11-23",
                "until": "Until: The year must be from 1990 to 2200; correct it",
            },
        ),
    ],
)
def test_a_filter_with_errors_comes_back_without_rows(client_of, cast, language, errors):
    query = {"unit": "NOWHERE", "from": "23.11.2026", "until": "9999-12-31"}
    answer = client_of(cast.he, language).get("/records", query_string=query)
    page = returned(answer)
    assert (page.status, page.summary, rows(answer)) == (400, errors, [])
    assert (page.typed["from"], page.typed["until"]) == ("23.11.2026", "9999-12-31")


def test_days_that_contradict_each_other_are_named(client_of, cast):
    page = returned(client_of(cast.he).get("/records?from=2026-11-23&until=2026-11-22"))
    assert page.summary == {"until": "到：早于“结业日期从”，请改正其中一个"}


def test_hr_filters_by_unit_course_and_day(client_of, cast):
    he = client_of(cast.he)
    day = "from=2026-11-23&until=2026-11-23"
    assert rows(he.get(f"/records?{day}")) == ["林晓", "罗强"]
    assert rows(he.get(f"/records?unit=EDU&course=documents&{day}")) == ["林晓"]
    assert rows(he.get("/records?from=2026-11-24")) == []


def test_a_unit_of_others_is_not_an_option_for_a_bureau(client_of, cast):
    assert returned(client_of(cast.wu).get("/records?unit=FIN")).summary == {
        "unit": "单位（含下级）：没有这个选项，请从列表中选择"
    }
