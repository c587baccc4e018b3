"""The filters of HR's lists as addresses write them."""

from datetime import date

import pytest

from lms.domain.problem import Refused
from lms.records.filters import address_of, filter_of


def test_a_filter_is_its_address():
    parameters = {
        "unit": "EDU",
        "from": "2026-01-01",
        "until": "2026-12-31",
        "course": "documents",
        "exam": "final",
    }
    chosen = filter_of(parameters)
    assert (chosen.since, chosen.until, address_of(chosen)) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        parameters,
    )


@pytest.mark.parametrize("name", ["unit", "course", "exam"])
def test_a_name_that_is_too_long_is_refused_and_never_cut(name):
    with pytest.raises(Refused) as refused:
        filter_of({name: "x" * 81})
    assert (refused.value.code, refused.value.status, refused.value.facts) == (
        "filter.too_long",
        400,
        {"where": name},
    )
