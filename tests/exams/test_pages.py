"""The pages on which exams are arranged."""

from datetime import UTC, datetime

import pytest

from lms.domain.problem import Refused
from lms.exams.published import get_exam
from lms.exams.schedule import schedule_exam
from tests.exam_data import exam
from tests.web.faults import faults, tree, words


@pytest.fixture
def exam_id(db, now):
    return exam(db, now)


@pytest.fixture
def chen(client_of, cast):
    return client_of(cast.chen)


def stored(db, exam_id) -> tuple:
    with db.read() as session:
        arranged = get_exam(session, exam_id)
    return arranged.opens_at, arranged.closes_at, arranged.access_code, arranged.closed


def test_a_window_is_read_in_beijing_time(chen, db, exam_id):
    form = {
        "opens_at": "2026-11-24T09:00",
        "closes_at": "2026-11-24T11:30",
        "access_code": " 7788 ",
        "closed": "no",
    }
    assert chen.post(f"/manage/exams/{exam_id}", data=form).status_code == 303
    opens, closes = datetime(2026, 11, 24, 1, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert stored(db, exam_id) == (opens, closes, "7788", False)
    page = chen.get(f"/manage/exams/{exam_id}").get_data(as_text=True)
    assert 'value="2026-11-24T09:00"' in page


def test_an_exam_is_closed_and_opened_again(chen, db, exam_id):
    for closed in ("yes", "no"):
        chen.post(f"/manage/exams/{exam_id}", data={"closed": closed})
        assert stored(db, exam_id) == (None, None, "", closed == "yes")


@pytest.mark.parametrize(
    ("opens", "closes", "message"),
    [
        ("2026-11-24T09:00", "2026-11-24T09:00", "结束时间：须晚于“开始时间”，请改正其中一个"),
        ("tomorrow", "", "开始时间：不是时间，请写成 2026-11-23T09:00"),
        ("2026-02-30T09:00", "", "开始时间：不是时间，请写成 2026-11-23T09:00"),
    ],
)
def test_an_invalid_window_is_refused_and_shown_again(chen, db, exam_id, opens, closes, message):
    refused = chen.post(f"/manage/exams/{exam_id}", data={"opens_at": opens, "closes_at": closes})
    assert refused.status_code == 400
    body = refused.get_data(as_text=True)
    assert message in words(tree(body))
    assert f'value="{opens}"' in body
    assert stored(db, exam_id) == (None, None, "", False)


def test_only_those_who_compose_arrange(client_of, cast, db, exam_id):
    for actor in (cast.lin, cast.he, cast.jian, cast.an):
        assert client_of(actor).post(f"/manage/exams/{exam_id}", data={"closed": "yes"}).status_code == 403
    assert client_of(cast.chen).get("/manage/exams/999").status_code == 404
    assert stored(db, exam_id) == (None, None, "", False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_good_html(client_of, cast, exam_id, language):
    chen = client_of(cast.chen, language=language)
    for path in ("/manage/exams", f"/manage/exams/{exam_id}"):
        assert faults(chen.get(path).get_data(as_text=True)) == []


def test_an_access_code_that_is_too_long_is_refused_and_never_cut(db, cast, exam_id, now):
    with db.transaction() as session, pytest.raises(Refused) as refused:
        schedule_exam(session, cast.chen, exam_id, None, None, "7" * 41, now)
    assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in refused.value.problems] == [
        ("access_code", "考试口令最多 40 个字符，现有 41 个", "请删去 1 个字符")
    ]
    assert stored(db, exam_id) == (None, None, "", False)
