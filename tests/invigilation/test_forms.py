"""A form of those who run exams that is not right comes back whole, with each error at its field."""

import io

import pytest

from lms.exams.schedule import schedule_exam
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.start import sit
from tests.exam_data import RIGHT, exam
from tests.web.faults import faults, tree, words
from tests.web.returned import Returned, returned

LONG = "长" * 501
TOO_LONG = "理由：最多 500 个字符，现有 501 个，请删去 1 个"
TOO_LONG_EN = "Reason: At most 500 characters are allowed, there are 501; remove 1"


@pytest.fixture
def exam_id(db, now):
    return exam(db, now)


@pytest.fixture
def listed(client_of, cast, exam_id):
    """The address of a list with 林 in group 一 and 王 in group 二."""
    lines = "E001，一，1\nE002，二，2"
    base = f"/candidates/{exam_id}"
    assert client_of(cast.jian).post(f"{base}/new", data={"how": "lines", "lines": lines}).status_code == 303
    return base


def kept(form: Returned, *ids: str) -> list[str]:
    return [form.typed[id] for id in ids]


def say(answer) -> str:
    """The words of a page that is whole."""
    body = answer.get_data(as_text=True)
    assert faults(body) == []
    return words(tree(body))


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("zh", {"access_code": "考试口令：最多 40 个字符，现有 41 个，请删去 1 个"}),
        ("en", {"access_code": "Access code: At most 40 characters are allowed, there are 41; remove 1"}),
    ],
)
def test_an_access_code_that_is_too_long_or_wrong_comes_back(
    client_of, cast, db, exam_id, now, language, summary
):
    with db.transaction() as session:
        schedule_exam(session, cast.chen, exam_id, None, None, "7788", now)
    lin = client_of(cast.lin, language=language)
    form = returned(lin.post(f"/exams/{exam_id}", data={"access_code": "7" * 41}))
    assert (form.status, form.summary, form.typed["access_code"]) == (400, summary, "7" * 41)
    wrong = returned(lin.post(f"/exams/{exam_id}", data={"access_code": "1234"}))
    assert (wrong.status, wrong.typed["access_code"], list(wrong.summary)) == (403, "1234", ["access_code"])


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "opens_at": "补考开始时间：不是时间，请写成 2026-11-23T09:00",
                "own": TOO_LONG,
                "group": "场次：最多 80 个字符，现有 81 个，请删去 1 个",
                "status": "状态：没有选择，请选择一项",
            },
        ),
        (
            "en",
            {
                "opens_at": "Makeup opens: This is not a time; write it as 2026-11-23T09:00",
                "own": TOO_LONG_EN,
                "group": "Group: At most 80 characters are allowed, there are 81; remove 1",
                "status": "Status: Nothing is chosen; choose one",
            },
        ),
    ],
)
def test_a_status_that_is_wrong_comes_back(client_of, cast, listed, language, summary):
    jian = client_of(cast.jian, language=language)
    typed = {"own": LONG, "opens_at": "2026-02-30T09:00", "closes_at": "2026-11-24T09:00", "group": "场" * 81}
    form = returned(jian.post(f"{listed}/status", data={"p": [cast.lin.id, cast.wang.id], **typed}))
    assert (form.status, form.summary, kept(form, *typed)) == (400, summary, list(typed.values()))
    names = say(jian.post(f"{listed}/status", data={"p": [cast.lin.id, cast.wang.id], **typed}))
    assert ("林晓" in names, "王敏" in names) == (True, True)


def test_a_makeup_that_closes_before_it_opens_and_one_for_the_absent_are_refused(client_of, cast, listed):
    jian = client_of(cast.jian)
    window = {"opens_at": "2026-11-24T09:00", "closes_at": "2026-11-24T08:00"}
    form = returned(
        jian.post(f"{listed}/status", data={"p": cast.lin.id, "status": "makeup", "own": "病", **window})
    )
    assert form.summary == {"closes_at": "补考结束时间：须晚于“补考开始时间”，请改正其中一个"}
    window["closes_at"] = ""
    form = returned(
        jian.post(f"{listed}/status", data={"p": cast.lin.id, "status": "absent", "own": "病", **window})
    )
    assert form.summary == {"opens_at": "补考开始时间：只有补考才填写这一项，请清空，或把状态改为补考"}
    assert kept(form, "opens_at", "own", "status") == ["2026-11-24T09:00", "病", "absent"]
    english = client_of(cast.jian, language="en")
    form = returned(
        english.post(f"{listed}/status", data={"p": cast.lin.id, "status": "absent", "own": "ill", **window})
    )
    assert form.summary == {
        "opens_at": "Makeup opens: This is only for a makeup; empty it, or choose Makeup as the status"
    }


def test_nobody_and_too_many_are_refused(client_of, cast, listed):
    jian = client_of(cast.jian)
    many = [str(n) for n in range(1, 502)]
    assert "考生：最多选 500 项，现选了 501 项，请分几次处理" in say(
        jian.get(f"{listed}/status?" + "&".join(f"p={n}" for n in many))
    )
    typed = {"status": "absent", "own": "病"}
    for people, error in (
        ([], "考生：没有选择，请至少勾选一项"),
        (["x"], "考生：没有这个选项，请从列表中选择"),
        (many, "考生：最多选 500 项，现选了 501 项，请分几次处理"),
    ):
        answer = jian.post(f"{listed}/status", data={"p": people, **typed})
        assert (answer.status_code, error in say(answer)) == (400, True)
    answer = client_of(cast.jian, language="en").post(f"{listed}/removal", data={})
    assert (answer.status_code, "Candidates: Nothing is chosen; tick at least one" in say(answer)) == (
        400,
        True,
    )


@pytest.mark.parametrize(
    ("language", "reason", "window"),
    [
        ("zh", TOO_LONG, "结束时间：须晚于“开始时间”，请改正其中一个"),
        ("en", TOO_LONG_EN, "Closes: It must be later than “Opens”; change one of the two"),
    ],
)
def test_the_forms_beside_a_list_come_back_open(client_of, cast, listed, language, reason, window):
    jian = client_of(cast.jian, language=language)
    answer = jian.post(f"{listed}/absences", data={"own": LONG})
    assert (returned(answer).summary, returned(answer).typed["absent-reason"]) == (
        {"absent-reason": reason},
        LONG,
    )
    assert '<details class="confirm" open>' in answer.get_data(as_text=True)
    times = {"opens_at": "2026-11-24T09:00", "closes_at": "2026-11-24T09:00"}
    form = returned(jian.post(f"{listed}/time", data={"group": "二", **times}))
    assert (form.status, form.summary) == (400, {"closes_at": window})
    assert kept(form, "time-group", *times) == ["二", *times.values()]


def test_every_group_of_the_list_can_be_shown_and_timed(client_of, cast, listed):
    page = tree(client_of(cast.jian).get(f"{listed}?group=二").get_data(as_text=True))
    offered = {
        select.get("id"): [option.get("value") for option in select.iter("option")]
        for select in page.iter("select")
        if select.get("name") == "group"
    }
    assert offered == {"group": ["", "一", "二"], "time-group": ["", "一", "二"]}


def test_a_group_that_is_not_on_the_list_gets_no_time_and_filters_nothing(client_of, cast, listed, exam_id):
    jian = client_of(cast.jian)
    unknown = "场次：没有这个选项，请从列表中选择"
    assert returned(jian.post(f"{listed}/time", data={"group": "三"})).summary == {"time-group": unknown}
    assert returned(jian.get(f"{listed}?group=三")).summary == {"group": unknown}
    board = returned(jian.get(f"/invigilation/{exam_id}?group={'一' * 81}&state=asleep"))
    assert board.summary == {"group": unknown, "state": "状态：没有这个选项，请从列表中选择"}
    paper = jian.get(f"/invigilation/{exam_id}/sign-in-sheet.pdf?group={'一' * 81}")
    assert (paper.status_code, "场次：最多 80 个字符，现有 81 个，请删去 1 个" in say(paper)) == (400, True)
    paper = jian.post(f"/invigilation/{exam_id}/papers", data={"seed": str(2**63)})
    assert (paper.status_code, "卷号：应在 0 到 9223372036854775807 之间" in say(paper)) == (400, True)


def test_lines_a_file_a_unit_and_search_results_come_back(client_of, cast, listed):
    jian, new = client_of(cast.jian), f"{listed}/new"
    lines = "E001\n" + "长" * 199_996
    form = returned(jian.post(new, data={"how": "lines", "lines": lines}))
    assert form.summary == {"lines": "每行一人：最多 200000 个字符，现有 200001 个，请删去 1 个"}
    assert form.typed["lines"] == lines
    assert returned(jian.post(new, data={"how": "lines", "lines": ""})).summary == {
        "lines": "每行一人：没有填写工号，请填写"
    }
    assert returned(jian.post(new, data={"how": "file"})).summary == {
        "file": "Excel 或 CSV 文件：没有选择文件，请选择文件"
    }
    form = returned(jian.post(new, data={"how": "unit", "unit": "x", "group": "场" * 81}))
    assert form.summary == {
        "unit": "单位（含下级）的全部学员：没有这个选项，请从列表中选择",
        "unit-group": "场次：最多 80 个字符，现有 81 个，请删去 1 个",
    }
    form = returned(jian.post(f"{new}?q=E00", data={"how": "found", "group": "三"}))
    assert form.summary == {"login": "加入哪些人：没有选择，请至少选择一项"}
    assert kept(form, "found-group", "q") == ["三", "E00"]
    assert returned(jian.get(f"{new}?q={'林' * 61}")).summary == {
        "q": "姓名或工号：最多 60 个字符，现有 61 个，请删去 1 个"
    }
    english = client_of(cast.jian, language="en")
    assert returned(english.post(f"{new}?q=E00", data={"how": "found"})).summary == {
        "login": "People to add: Nothing is chosen; choose at least one"
    }
    assert jian.post(new, data={"how": "magic"}).status_code == 400


def test_a_file_that_cannot_be_read_has_to_be_chosen_again(client_of, cast, listed):
    file = (io.BytesIO("姓名\n林晓".encode()), "名单.csv")
    form = returned(client_of(cast.jian).post(f"{listed}/new", data={"how": "file", "file": file}))
    assert (form.status, form.summary) == (
        400,
        {
            "file": "Excel 或 CSV 文件：文件读不出来，名单没有保存，请按提示改正后重新上传；"
            "浏览器不保留已选的文件，请重新选择“名单.csv”"
        },
    )


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "exam": "用于：没有这个选项，请从列表中选择",
                "extra_minutes": "加时分钟数：应是整数，请用数字填写，如 10",
                "factor": "时长倍数：应在 1 到 10 之间，请改正",
                "reason": TOO_LONG,
            },
        ),
        (
            "en",
            {
                "exam": "For: There is no such choice; choose one from the list",
                "extra_minutes": "Extra minutes: It must be a whole number; write digits such as 10",
                "factor": "Time factor: It must be from 1 to 10; correct it",
                "reason": TOO_LONG_EN,
            },
        ),
    ],
)
def test_an_accommodation_that_is_wrong_comes_back(client_of, cast, language, summary):
    he = client_of(cast.he, language=language)
    typed = {"extra_minutes": "十", "factor": "0.5", "reason": LONG}
    form = returned(
        he.post("/accommodations/new", data={"person": cast.lin.id, "exam": "99", "unlimited": "1", **typed})
    )
    assert (form.status, form.summary) == (400, summary)
    assert kept(form, *typed, "unlimited") == [*typed.values(), "1"]


def test_an_accommodation_needs_a_person_and_a_value(client_of, cast):
    he = client_of(cast.he)
    nothing = returned(he.post("/accommodations/new", data={"person": cast.lin.id, "reason": "已核实"}))
    assert (nothing.status, nothing.typed["reason"]) == (400, "已核实")
    assert nothing.summary == {"extra_minutes": "加时分钟数：没有给予任何便利，请至少填写一项"}
    nobody = he.post("/accommodations/new", data={"reason": "已核实", "extra_minutes": "10"})
    assert (nobody.status_code, "没有选择给予谁，请先查找并选择" in say(nobody)) == (400, True)


@pytest.fixture
def sitting(db, cast, exam_id, now):
    with db.transaction() as session:
        return sit.begin_sitting(session, cast.lin, exam_id, now).sitting.id


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        (
            "zh",
            {
                "minutes": "延长分钟数：应是整数，请用数字填写，如 10",
                "reason": "理由：没有这个选项，请从列表中选择",
                "own": "用自己的话说明：最多 500 个字符，现有 501 个，请删去 1 个",
            },
        ),
        (
            "en",
            {
                "minutes": "Extra minutes: It must be a whole number; write digits such as 10",
                "reason": "Reason: There is no such choice; choose one from the list",
                "own": "In your own words: At most 500 characters are allowed, there are 501; remove 1",
            },
        ),
    ],
)
def test_a_decision_that_is_wrong_comes_back(client_of, cast, exam_id, sitting, language, summary):
    jian = client_of(cast.jian, language=language)
    typed = {"do": "extend", "s": sitting, "minutes": "十", "own": LONG, "reason": "晴天"}
    form = returned(jian.post(f"/invigilation/{exam_id}/decision", data=typed))
    assert (form.status, form.summary, kept(form, "minutes", "own")) == (400, summary, ["十", LONG])


def test_a_decision_needs_one_of_its_reasons(client_of, cast, exam_id, sitting):
    jian, place = client_of(cast.jian), f"/invigilation/{exam_id}/decision"
    assert returned(jian.post(place, data={"do": "pause", "s": sitting})).summary == {
        "reason": "理由：没有写理由，请选择一项"
    }
    form = returned(jian.post(place, data={"do": "pause", "s": sitting, "reason": "own"}))
    assert form.summary == {"own": "用自己的话说明：没有写理由，请写明，或在上面选择一项"}
    assert "考生：没有选择，请至少勾选一项" in say(jian.post(place, data={"do": "pause", "reason": "停电"}))
    assert "考生：没有这个选项" in say(jian.post(place, data={"do": "pause", "s": "x", "reason": "停电"}))
    assert jian.post(place, data={"do": "applaud", "s": sitting}).status_code == 400


def test_an_answer_file_has_to_be_chosen(client_of, cast):
    assert returned(client_of(cast.jian).post("/answer-files", data={})).summary == {
        "file": "应急答卷文件：没有选择文件，请选择文件"
    }
    assert returned(client_of(cast.jian, language="en").post("/answer-files", data={})).summary == {
        "file": "Answer file: No file is chosen; choose one"
    }


def test_a_transcript_without_a_reason_comes_back_with_its_letters(client_of, cast, sitting):
    jian, place = client_of(cast.jian), f"/invigilation/sittings/{sitting}/transcript"
    form = returned(jian.post(place, data={"q1.letters": "B", "q2.letters": "Z", "own": ""}))
    assert form.summary == {"own": "理由：没有写理由，请写明理由，日后可查"}
    assert kept(form, "q1", "q2") == ["B", "Z"]
    form = returned(jian.post(place, data={"q1.letters": "B", "own": LONG}))
    assert (form.summary, kept(form, "q1", "own")) == ({"own": TOO_LONG}, ["B", LONG])


def test_late_answers_are_chosen_with_a_reason(client_of, db, cast, sitting, time):
    time.pass_(minutes=41)
    with db.transaction() as session:
        save_answers(session, cast.lin, sitting, [AnswerUpdate(1, 1, RIGHT)], time.now)
    expire_overdue(db, time.now)
    place = f"/invigilation/sittings/{sitting}/late"
    form = returned(client_of(cast.jian).post(place, data={"own": LONG}))
    assert (form.status, form.summary, form.typed["own"]) == (
        400,
        {"position": "采纳哪些：没有选择，请至少选择一项", "own": TOO_LONG},
        LONG,
    )
    form = returned(client_of(cast.jian, language="en").post(place, data={"position": ["1", "x"]}))
    assert form.summary == {
        "position": "Answers to accept: There is no such choice; choose one from the list",
        "own": "Reason: No reason is given; write it, it is kept on record",
    }
    assert form.typed["position"] == "1"
