"""What candidates find on their home page when a result has come since they submitted."""

import pytest

from lms.exams.published import get_exam
from lms.results import release_results
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import drawing, exam, plan
from tests.web.faults import tree, words


@pytest.fixture
def exam_id(db, cast, now) -> int:
    return exam(db, now)


def tasks(client) -> list[str]:
    """The tasks as they are read, without the last one of the catalogue."""
    page = tree(client.get("/").get_data(as_text=True))
    return [words(li) for ol in page.iter("ol") if ol.get("class") == "tasks" for li in ol.iter("li")]


def do(db, verb, *asked):
    with db.transaction() as session:
        return verb(session, *asked)


def test_a_result_that_is_released_later_is_new_for_a_week(db, cast, now, time, client_of):
    exam_id = exam(db, now, plan(drawing(2), release="by_hand"))
    sitting = do(db, begin_sitting, cast.lin, exam_id, now).sitting
    do(db, submit_sitting, cast.lin, sitting.id, {}, now)
    with db.read() as session:
        version = get_exam(session, exam_id).version_id
    lin = client_of(cast.lin)
    assert not any("公布" in task for task in tasks(lin))
    do(db, release_results.release, cast.chen, version, time.pass_(hours=1))
    assert any("成绩已于 2026年11月23日 公布" in task for task in tasks(lin))
    assert not any("公布" in task for task in tasks(client_of(cast.wang)))
    time.pass_(days=7)
    assert not any("公布" in task for task in tasks(lin))


def test_a_result_that_was_seen_with_the_submission_is_no_news(db, cast, now, exam_id, client_of):
    sitting = do(db, begin_sitting, cast.lin, exam_id, now).sitting
    do(db, submit_sitting, cast.lin, sitting.id, {}, now)
    assert not any("公布" in task for task in tasks(client_of(cast.lin)))
