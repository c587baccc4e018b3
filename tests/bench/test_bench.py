"""The measuring programs in short: that they run, and that the promises hold where noise cannot break them."""

import pytest

from bench import load, process
from bench.costs import export, floor, import_questions, paper, save

pytestmark = [pytest.mark.slow, pytest.mark.long]


def test_saving_is_measured_beside_the_floor():
    found = save.measure(rounds=1, requests=160, clients=4)
    assert found.ours.latency.p50 > 0
    assert found.ratio > 0  # the promise itself is kept by `python -m bench save`, on a quiet machine


def test_a_paper_of_fifty_is_measured():
    found = paper.measure(rounds=1, requests=40, clients=2)
    assert found.cpu > 0


def test_memory_does_not_grow_with_the_rows_of_an_export():
    few, many = (export.measure(rows, ("csv", "xlsx")) for rows in (1_000, 20_000))
    for small, large in zip(few, many, strict=True):
        assert large.megabytes < small.megabytes + 20
        assert large.megabytes < export.LIMIT
        assert large.file_megabytes > 10 * small.file_megabytes


def test_a_failed_request_is_no_measurement(tmp_path):
    floor.make(tmp_path, 1)
    with process.floor(tmp_path, workers=1) as server, pytest.raises(RuntimeError, match="404"):
        load.run(server.port, 1, 1, lambda _client, _number: ("GET", "/nowhere", None, {}))


def test_questions_come_in_by_the_jobs_of_the_page_and_memory_stays_small():
    for one in import_questions.measure(questions=200, rows=100).values():
        assert 0 < one.preview_cpu < one.in_bank_cpu
        assert one.megabytes < import_questions.MEGABYTES
