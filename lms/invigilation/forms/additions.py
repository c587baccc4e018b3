"""The forms that put people onto the list of an exam: pasted lines, a file, a unit, or those found."""

from collections.abc import Mapping

from lms.domain.problem import Text
from lms.invigilation.forms.reasons import group
from lms.web.forms import Choice, Choices, Form, IdChoice, Paragraphs, Required, Upload

LONGEST_LINES = 200_000


class AdditionForm(Form):
    """One of several forms on one page. `about` is the field that a refused list is about."""

    about = ""


class LinesForm(AdditionForm):
    """Employee numbers, pasted."""

    about = "lines"
    lines = Paragraphs(
        Text("每行一人", "One person a line"),
        [Required(Text("没有填写工号", "There is no employee number"))],
        most=LONGEST_LINES,
        rows=8,
        hint=Text(
            "工号，场次，座位；后两项可不写。可从 Excel 直接粘贴。",
            "Number, group, seat; the last two may be left out. Paste straight from Excel if you like.",
        ),
        render_kw={"spellcheck": "false"},
    )


class FileForm(AdditionForm):
    """A list as a file."""

    about = "file"
    file = Upload(
        Text("Excel 或 CSV 文件", "An Excel or CSV file"),
        [Required()],
        hint=Text(
            "第一行写列名：工号、场次、座位；其他列不影响",
            "Heads in the first row: 工号, 场次, 座位 (number, group, seat); other columns do no harm",
        ),
        render_kw={"accept": ".xlsx,.xls,.csv"},
    )


class UnitForm(AdditionForm):
    """Everybody of a unit."""

    about = "unit"
    unit = IdChoice(
        Text("单位（含下级）的全部学员", "All trainees of a unit and of those below it"),
        [Required(Text("没有选单位", "No unit is chosen"), Text("请选择单位", "choose one"))],
    )
    group = group(id="unit-group")


class FoundForm(AdditionForm):
    """Some of those whom a search found."""

    about = "login"
    login = Choices(Text("加入哪些人", "Whom to add"), [Required()])
    group = group(id="found-group")


ADDITIONS: Mapping[str, type[AdditionForm]] = {
    "lines": LinesForm,
    "file": FileForm,
    "unit": UnitForm,
    "found": FoundForm,
}


class AdditionKind(Form):
    """Which of them was sent."""

    how = Choice(
        Text("添加方式", "How to add them"),
        [Required()],
        options=[(how, how) for how in ADDITIONS],
    )
