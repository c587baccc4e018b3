"""Item statistics: facility and item-rest correlation, over the sittings whose scores count."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.browse.statistics import JOB, Statistic
from lms.bank.listing_models import ItemInExam, ItemStatistic
from lms.platform.jobs import Job, enqueue, work_once
from lms.results.item_statistics import Sums, queue_nightly
from tests import exam_data, walk


def test_the_correlation_is_that_of_the_marks_with_the_rest():
    sums, marks = Sums(), [(1, 3), (0, 1), (1, 2), (0, 2), (1, 3)]
    for x, other_marks in marks:
        sums.add(x, other_marks / 4)
    n, mx, my = 5, 3 / 5, 11 / 5
    cov = sum((x - mx) * (y - my) for x, y in marks)
    r = cov / math.sqrt(sum((x - mx) ** 2 for x, _ in marks) * sum((y - my) ** 2 for _, y in marks))
    assert sums.statistic(7) == Statistic(7, n, 6000, round(10_000 * r))


def test_without_spread_there_is_no_correlation():
    sums = Sums()
    for _ in range(3):
        sums.add(1.0, 0.5)
    assert sums.statistic(1).discrimination is None


@pytest.mark.both_engines
def test_the_job_counts_what_is_final_and_lists_are_sorted_by_it(db, cast, now, app):
    exam = exam_data.exam(db, now, exam_data.plan(exam_data.drawing(3)), items=3)
    with db.transaction() as session:
        exam_data.item(session, now, "noise", level=5)
    for person, right in ((cast.lin, 3), (cast.wang, 1), (cast.luo, 0)):
        with db.transaction() as session:
            walk.sit_exam(session, person, now, right)
    with db.transaction() as session:
        enqueue(session, JOB, {}, now)
    while work_once(db, lambda: now, None):
        pass
    with db.read() as session:
        saved = session.scalars(select(ItemStatistic).order_by(ItemStatistic.item_id)).all()
        hard, _ = lists.page(session, cast.chen, Filter(sort="hard"))
        drawn = set(session.scalars(select(ItemInExam.item_id)))
        unused = [row.name for row in lists.page(session, cast.chen, Filter(use="unused"))[0]]
        used = lists.totals(session, cast.chen, Filter(use="used"))
    assert [statistic.n for statistic in saved] == [3, 3, 3]
    assert sum(statistic.facility for statistic in saved) == pytest.approx(4 / 9 * 3 * 10_000, abs=3)
    facilities = [row.facility for row in hard]
    assert (facilities[:3], facilities[3:]) == (sorted(facilities[:3]), [None])
    assert (len(drawn), exam, unused, used) == (3, exam, ["noise"], {"approved": 3})


def test_the_count_is_queued_once_a_night_and_never_by_day(db, now):
    night = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)  # 02:30 in Beijing
    with db.transaction() as session:
        enqueue(session, "noise", {}, night)
        enqueue(session, JOB, {}, night - timedelta(hours=8))
    hours = [night + timedelta(hours=h) for h in (-1, 0, 1, 2, 5, 12, 23.2, 24, 25)]
    assert [queue_nightly(db, at) for at in hours] == [
        False, True, False, False, False, False, False, True, False,
    ]  # fmt: skip
    with db.read() as session:
        query = select(Job.created_at).where(Job.kind == JOB).order_by(Job.id)
        assert list(session.scalars(query)) == [night - timedelta(hours=8), night, night + timedelta(days=1)]
