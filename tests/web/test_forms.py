"""Fields and validators of page forms: what they read, and their errors in both languages."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from lms.domain.beijing import BEIJING
from lms.domain.place import FieldPath, TextLine
from lms.domain.problem import Problem, Refused, Text
from lms.web import forms
from lms.web.forms import Form, Required, field_error

NAME = Text("名称", "Name")
EMPTY = Text("没有填写，请填写", "It is empty; fill it in")
UNKNOWN = Text("没有这个选项，请从列表中选择", "There is no such choice; choose one from the list")


def sent(field, *values):
    """What a form with this one field makes of what was sent: (data, errors, what the control shows)."""
    form = type("OneField", (Form,), {"asked": field})(MultiDict([("asked", value) for value in values]))
    form.validate()
    return form.asked.data, form.asked.errors, form.asked.shown


@pytest.mark.parametrize(
    ("typed", "read"), [("  林 晓 ", "林 晓"), ("a\x00b\x07", "ab"), ("", ""), ("𠮷\ud800", "𠮷\ufffd")]
)
def test_a_line_is_read_without_what_no_database_takes(typed, read):
    assert sent(forms.Line(NAME, most=5), typed)[:2] == (read, [])


def test_nothing_is_cut_what_is_too_long_comes_back_whole():
    error = Text(
        "最多 5 个字符，现有 7 个，请删去 2 个", "At most 5 characters are allowed, there are 7; remove 2"
    )
    assert sent(forms.Line(NAME, most=5), "一二三四五六七") == ("一二三四五六七", [error], "一二三四五六七")
    assert sent(forms.Paragraphs(NAME, most=5), "一\r\n二\r\n三四五") == (
        "一\n二\n三四五",
        [error],
        "一\n二\n三四五",
    )
    assert sent(forms.Secret(NAME, most=5), "1234567") == ("1234567", [error], "")


def test_what_is_too_short_says_how_much_is_missing():
    error = Text(
        "至少 5 个字符，现有 2 个，请再写 3 个", "At least 5 characters are needed, there are 2; add 3"
    )
    assert sent(forms.Line(NAME, [forms.Length(300, least=5)]), "一二")[1] == [error]


@pytest.mark.parametrize(
    ("field", "error"),
    [
        (forms.Line, EMPTY),
        (forms.Paragraphs, EMPTY),
        (forms.Secret, EMPTY),
        (forms.Whole, Text("没有填写，请填写数字", "It is empty; fill in a number")),
        (forms.DecimalNumber, Text("没有填写，请填写数字", "It is empty; fill in a number")),
        (
            forms.Day,
            Text(
                "没有填写日期，请填写，如 2026-11-23", "The date is missing; fill it in, such as 2026-11-23"
            ),
        ),
        (
            forms.Moment,
            Text(
                "没有填写时间，请填写，如 2026-11-23T09:00",
                "The time is missing; fill it in, such as 2026-11-23T09:00",
            ),
        ),
        (forms.Choice, Text("没有选择，请选择一项", "Nothing is chosen; choose one")),
        (forms.IdChoice, Text("没有选择，请选择一项", "Nothing is chosen; choose one")),
        (forms.Choices, Text("没有选择，请至少选择一项", "Nothing is chosen; choose at least one")),
        (forms.Tick, Text("没有勾选，请确认后勾选", "It is not ticked; tick it to confirm")),
        (forms.Upload, Text("没有选择文件，请选择文件", "No file is chosen; choose one")),
    ],
)
def test_what_is_required_says_how_to_fill_it_in(field, error):
    assert sent(field(NAME, [Required()]))[1] == [error]
    assert sent(field(NAME, [Required()]), "")[1] == [error]


@pytest.mark.parametrize(("field", "read"), [(forms.Whole, 0), (forms.DecimalNumber, Decimal(0))])
def test_zero_is_a_number_that_was_filled_in(field, read):
    assert sent(field(NAME, [Required()]), "0") == (read, [], "0")
    assert sent(field(NAME))[1] == []


def test_a_reason_says_why_it_is_asked_for():
    error = Text("没有写理由，请写明理由，日后可查", "No reason is given; write it, it is kept on record")
    assert sent(forms.Line(NAME, [forms.Reason()]), "  ")[1] == [error]


@pytest.mark.parametrize(("typed", "read"), [("30", 30), (" １２ ", 12), ("0", 0), ("", None)])
def test_a_whole_number_is_read_in_full_width_too(typed, read):
    assert sent(forms.Whole(NAME, most=60), typed)[:2] == (read, [])


@pytest.mark.parametrize("typed", ["3o", "1.5", "1_0", "十", "1e3", "--1", "9" * 40])
def test_letters_in_a_whole_number_are_named(typed):
    error = Text("应是整数，请用数字填写，如 10", "It must be a whole number; write digits such as 10")
    assert sent(forms.Whole(NAME), typed) == (None, [error], typed)


@pytest.mark.parametrize("typed", ["0", "367", "-5"])
def test_a_number_beyond_its_limits_says_them(typed):
    error = Text("应在 1 到 366 之间，请改正", "It must be from 1 to 366; correct it")
    assert sent(forms.Whole(NAME, [Required()], least=1, most=366), typed) == (None, [error], typed)


@pytest.mark.parametrize(
    ("typed", "read"), [("7.5", Decimal("7.5")), ("７．５", Decimal("7.5")), ("8", Decimal(8))]
)
def test_a_decimal_number_is_exact(typed, read):
    assert sent(forms.DecimalNumber(NAME), typed)[:2] == (read, [])


@pytest.mark.parametrize("typed", ["7,5", "seven", "1.234", "NaN", "Infinity", "1e5", "."])
def test_what_is_no_decimal_number_is_refused(typed):
    error = Text(
        "应是数字，请写成 8 或 7.5，小数至多 2 位",
        "It must be a number; write it as 8 or 7.5, at most 2 decimals",
    )
    assert sent(forms.DecimalNumber(NAME), typed) == (None, [error], typed)


def test_an_initial_number_is_written_without_an_exponent():
    form = type("OneField", (Form,), {"asked": forms.DecimalNumber(NAME)})(None, asked=Decimal("1E+1"))
    assert form.asked.shown == "10"


@pytest.mark.parametrize("typed", ["2026-13-01", "2026-02-30", "23.11.2026", "x", "20261123", "2026-W47-1"])
def test_what_is_no_day_is_refused(typed):
    error = Text("不是日期，请写成 2026-11-23", "This is not a date; write it as 2026-11-23")
    assert sent(forms.Day(NAME), typed) == (None, [error], typed)


@pytest.mark.parametrize("typed", ["1989-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_an_implausible_year_is_refused(typed):
    error = Text("年份应在 1990 到 2200 之间，请改正", "The year must be from 1990 to 2200; correct it")
    assert sent(forms.Day(NAME), typed) == (None, [error], typed)
    assert sent(forms.Moment(NAME), f"{typed}T09:00") == (None, [error], f"{typed}T09:00")


def test_days_and_moments_are_those_of_beijing():
    nine = datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)
    assert sent(forms.Day(NAME), "2026-11-23") == (date(2026, 11, 23), [], "2026-11-23")
    for typed in ("2026-11-23T09:00", "2026-11-23 09:00", "2026-11-23T09:00:00"):
        assert sent(forms.Moment(NAME), typed) == (nine, [], typed)
    form = type("OneField", (Form,), {"asked": forms.Moment(NAME)})(None, asked=nine)
    assert form.asked.shown == "2026-11-23T09:00"


@pytest.mark.parametrize("typed", ["2026-11-23", "9:00", "2026-11-23T25:00", "2026-11-23T09:00Z", "soon"])
def test_what_is_no_moment_is_refused(typed):
    error = Text("不是时间，请写成 2026-11-23T09:00", "This is not a time; write it as 2026-11-23T09:00")
    assert sent(forms.Moment(NAME), typed) == (None, [error], typed)


def test_only_what_is_offered_can_be_chosen():
    options = [("a", "甲"), ("b", Text("乙", "B"))]
    assert sent(forms.Choice(NAME, options=options), "b") == ("b", [], "b")
    assert sent(forms.Choice(NAME, options=options), "\x00") == ("", [], "")
    assert sent(forms.Choice(NAME, options=options), "x") == ("x", [UNKNOWN], "x")
    assert sent(forms.Choices(NAME, options=options), "a", "b", "a")[:2] == (["a", "b"], [])
    assert sent(forms.Choices(NAME, options=options), "a", "x")[1] == [UNKNOWN]
    numbers = [(7, "七"), (8, "八")]
    assert sent(forms.IdChoice(NAME, options=numbers), "8") == (8, [], "8")
    assert sent(forms.IdChoice(NAME, options=numbers), "9") == (9, [UNKNOWN], "9")
    assert sent(forms.IdChoice(NAME, options=numbers), "8; drop")[:2] == (None, [UNKNOWN])


def test_numbers_ticked_in_a_list_come_once_each_and_never_fewer():
    too_many = Text(
        "最多选 2 项，现选了 3 项，请分几次处理",
        "You can choose at most 2, and chose 3; do it in several steps",
    )
    assert sent(forms.Ids(NAME), "7", "8", "7")[:2] == ([7, 8], [])
    assert sent(forms.Ids(NAME), "7", "x")[:2] == ([], [UNKNOWN])
    assert sent(forms.Ids(NAME, most=2), "7", "8", "9")[:2] == ([], [too_many])


def test_the_empty_choice_has_a_name():
    form = type("OneField", (Form,), {"asked": forms.Choice(NAME, options=[("a", "甲")], first="请选择")})(
        None
    )
    assert (form.asked.options, form.asked.shown) == ([("", "请选择"), ("a", "甲")], "")


def test_a_box_that_is_not_ticked_sends_nothing():
    form = type("OneField", (Form,), {"asked": forms.Tick(NAME, default=True)})
    assert (form(None).asked.data, form(MultiDict()).asked.data) == (True, False)
    assert sent(forms.Tick(NAME), "1")[0] is True


class Report(Form):
    """Two days and a file."""

    since = forms.Day(Text("自", "From"))
    until = forms.Day(Text("至", "Until"), [forms.NotBefore("since")])
    file = forms.Upload(Text("文件", "File"))
    code = forms.Line(Text("代码", "Code"))

    def validate_code(self, code):
        """No blanks."""
        if " " in code.data:
            raise field_error(Text("有空格", "There is a blank"), Text("请删去", "remove it"))


AGAIN = Text(
    "浏览器不保留已选的文件，请重新选择“名单.xlsx”",
    "Browsers do not keep the choice of a file; choose “名单.xlsx” again",
)


def report(**typed):
    file = FileStorage(BytesIO(b"x"), filename="名单.xlsx", name="file")
    return Report(MultiDict({"file": file, **typed}))


def test_two_days_that_contradict_each_other_are_refused_and_the_file_must_be_chosen_again():
    form = report(since="2026-11-23", until="2026-11-22")
    error = Text("早于“自”，请改正其中一个", "It is before “From”; change one of the two")
    assert not form.validate()
    assert {field.name: field.errors for field in form.fields_with_errors} == {
        "until": [error],
        "file": [AGAIN],
    }
    assert (form.status_code, form.since.shown, form.until.shown) == (400, "2026-11-23", "2026-11-22")


def test_a_form_that_is_right_asks_for_nothing():
    form = report(since="2026-11-23", until="2026-11-23", code="a")
    assert (form.validate(), form.failed, form.status_code, form.file.errors) == (True, False, 200, [])


def test_a_form_checks_what_only_it_knows():
    form = report(code="a b")
    form.validate()
    assert form.code.errors == [Text("有空格，请删去", "There is a blank; remove it")]


def test_a_refusal_goes_to_the_fields_that_it_names():
    form, what, how = report(), Text("不对", "It is wrong"), Text("请改正", "correct it")
    places = ("until", "code[2].text", "line 4")
    refused = Refused(
        "x",
        Text("没有保存", "Not saved"),
        how,
        409,
        problems=[Problem(FieldPath(p), what, how) for p in places],
    )
    form.refuse(refused)
    error = Text("不对，请改正", "It is wrong; correct it")
    assert {field.name: field.errors for field in form.fields_with_errors} == {
        "until": [error],
        "file": [AGAIN],
        "code": [error],
    }
    assert [problem.where.in_("zh") for problem in form.general_problems] == ["line 4"]
    assert (form.summary_title, form.status_code) == (Text("没有保存", "Not saved"), 409)


def test_a_refusal_without_problems_goes_to_the_field_that_the_page_names():
    form = Report(MultiDict())
    form.refuse(Refused("x", Text("代码有误", "Wrong code"), Text("请改正", "correct it"), 403), "code")
    assert form.code.errors == [Text("代码有误，请改正", "Wrong code; correct it")]
    assert (form.summary_title, form.status_code) == (Text("有内容需要改正", "There is a problem"), 403)


def test_a_refusal_that_says_where_goes_to_that_field():
    form, how = Report(MultiDict()), Text("请改正", "correct it")
    form.refuse(Refused("x", Text("日期有误", "Wrong day"), how, 400, where="since"))
    assert {field.name: field.errors for field in form.fields_with_errors} == {
        "since": [Text("日期有误，请改正", "Wrong day; correct it")]
    }
    other = Report(MultiDict())
    other.refuse(Refused("x", Text("系统忙", "Busy"), how, 503, where="the disk"))
    assert (other.fields_with_errors, other.failed, other.status_code) == ([], True, 503)
    assert other.summary_title == Text("系统忙", "Busy")


def test_no_field_can_hide_what_a_form_does():
    with pytest.raises(TypeError, match="no field may be named"):
        type("Careless", (Form,), {"refuse": forms.Line(NAME)})


def test_problems_that_name_no_field_are_listed_beside_the_field_that_the_page_names():
    form, what, how = Report(MultiDict()), Text("读不懂", "It cannot be read"), Text("请改正", "correct it")
    form.refuse(Refused("x", what, how, problems=[Problem(TextLine(2), what, how)]), "code")
    assert form.code.errors == [Text("读不懂，请改正", "It cannot be read; correct it")]
    assert ([p.where.in_("zh") for p in form.general_problems], form.summary_title) == (
        ["第 2 行"],
        Text("有内容需要改正", "There is a problem"),
    )


@pytest.mark.parametrize(
    "field", [forms.Line, forms.Paragraphs, forms.Whole, forms.Day, forms.Choice, forms.Choices, forms.Ids]
)
def test_a_file_under_the_name_of_another_field_is_not_there(field):
    file = FileStorage(BytesIO(b"x"), filename="x.txt", name="asked")
    assert sent(field(NAME), file) == sent(field(NAME))
    assert sent(forms.Tick(NAME), file)[:2] == (False, [])
    assert sent(forms.Upload(NAME), "x.txt")[:2] == (None, [])


class Window(Form):
    """Two moments."""

    opens = forms.Moment(Text("开始", "Opens"))
    closes = forms.Moment(Text("结束", "Closes"), [forms.After("opens")])


@pytest.mark.parametrize(
    ("opens", "closes", "errors"),
    [
        ("2026-11-23T09:00", "2026-11-23T09:01", []),
        ("", "2026-11-23T09:00", []),
        ("2026-11-23T09:00", "", []),
        (
            "2026-11-23T09:00",
            "2026-11-23T09:00",
            [Text("须晚于“开始”，请改正其中一个", "It must be later than “Opens”; change one of the two")],
        ),
    ],
)
def test_a_window_closes_after_it_opens(opens, closes, errors):
    form = Window(MultiDict({"opens": opens, "closes": closes}))
    form.validate()
    assert form.closes.errors == errors


def test_a_refusal_whose_problems_are_no_fields_goes_to_the_field_that_the_page_names():
    form, how = Report(MultiDict()), Text("请改正", "correct it")
    problem = Problem(TextLine(2), Text("没有此人", "There is nobody"), how)
    form.refuse(Refused("x", Text("没有保存", "Not saved"), how, 400, problems=[problem]), "code")
    assert form.code.errors == [Text("没有保存，请改正", "Not saved; correct it")]
    assert (form.general_problems, form.summary_title.zh) == ((problem,), "有内容需要改正")


def test_the_greatest_number_that_databases_keep_is_read_and_kept_text_is_shown_as_it_is():
    assert sent(forms.Whole(NAME, most=2**63 - 1), str(2**63 - 1))[:2] == (2**63 - 1, [])
    form = type("Priced", (Form,), {"price": forms.DecimalNumber(NAME)})(None, price="sixty")
    assert form.price.shown == "sixty"
