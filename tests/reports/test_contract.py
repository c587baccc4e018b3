"""Every report keeps the contract, and the contract notices a report that does not."""

from types import SimpleNamespace

import pytest

from lms.domain.access import Permission
from lms.domain.problem import Text
from lms.reports.standard import completions, reports
from tests.reports import contract
from tests.reports.contract import Scene

every_report = pytest.mark.parametrize("report", reports().values(), ids=reports())


@pytest.fixture
def scene(db, cast, tmp_path, now) -> Scene:
    return Scene(db, cast, tmp_path, now)


@every_report
def test_its_texts_are_in_both_languages(report):
    contract.check_words(report)


@pytest.mark.both_engines
@every_report
def test_it_shows_the_rows_of_the_actors_own_units_only(report, scene):
    contract.check_units(report, scene)


@pytest.mark.both_engines
@every_report
def test_each_of_its_filters_filters(report, scene):
    contract.check_filters(report, scene)


@every_report
def test_its_cells_fit_its_columns_in_every_format(report, scene):
    contract.check_cells(report, scene)


@every_report
def test_only_those_with_its_permission_export_it(report, scene, client_of):
    contract.check_access(report, scene, client_of)


def test_a_report_for_others_is_refused_and_not_offered(scene, client_of, cast, monkeypatch):
    scene.add_person_data(cast.lin)
    he, address = client_of(cast.he), "/reports/completions/export"
    assert all(address in he.get(page).get_data(as_text=True) for page in ("/reports", "/records"))
    monkeypatch.setattr(completions, "PERMISSION", Permission.MARK)
    assert not any(address in he.get(page).get_data(as_text=True) for page in ("/reports", "/records"))
    refused = he.post(address, data={"to": "csv"})
    assert refused.status_code == 403
    assert "您没有导出这份报表的权限" in refused.get_data(as_text=True)


def test_their_names_are_those_of_their_files():
    assert [report.__name__.rpartition(".")[2] for report in reports().values()] == list(reports())


def broken(**wrong) -> SimpleNamespace:
    """The report of completions with something wrong in it."""
    return SimpleNamespace(**{**vars(completions), **wrong})


def shows_everybody(session, actor, chosen, language):
    yield from completions.rows(session, None, chosen, language)


def ignores_filters(session, actor, chosen, language):
    yield from completions.rows(session, actor, {}, language)


def counts_everybody(session, actor, chosen):
    return completions.count(session, None, chosen)


def without_a_cell(session, actor, chosen, language):
    yield from (row[:-1] for row in completions.rows(session, actor, chosen, language))


def counts_all_of_its_unit(session, actor, chosen):
    return completions.count(session, actor, {})


UNTRANSLATED = Text("谁学完了哪门课程。", "")
FAULTS = {
    "rows of everybody": (
        contract.check_units,
        {"rows": shows_everybody, "count": counts_everybody},
        "another one's rows",
    ),
    "a count of everybody": (contract.check_units, {"count": counts_everybody}, "counts 2 of 1 rows"),
    "filters without effect": (
        contract.check_filters,
        {"rows": ignores_filters, "count": counts_all_of_its_unit},
        "unit is ignored",
    ),
    "a count without filters": (
        contract.check_filters,
        {"count": counts_all_of_its_unit},
        "counts 2 of 0 rows",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_report_with_this_fault_is_noticed(fault, scene):
    check, wrong, message = FAULTS[fault]
    with pytest.raises(AssertionError, match=message):
        check(broken(**wrong), scene)


def test_a_report_without_english_or_with_too_few_cells_is_noticed(scene):
    with pytest.raises(AssertionError):
        contract.check_words(broken(PURPOSE=UNTRANSLATED))
    with pytest.raises(ValueError, match="shorter"):
        contract.check_cells(broken(rows=without_a_cell), scene)
