"""The forms that add people to the list of an exam: pasted lines, a file, a unit, or search results."""

from collections.abc import Mapping

from lms.domain.problem import Text
from lms.invigilation.forms.reasons import group
from lms.web.forms import Choice, Choices, Form, IdChoice, Paragraphs, Required, Upload

LONGEST_LINES = 200_000


class AdditionForm(Form):
    """One of several forms on one page. `about` is the field that a refusal concerns."""

    about = ""


class LinesForm(AdditionForm):
    """Pasted employee numbers."""

    about = "lines"
    lines = Paragraphs(
        Text("每行一人", "One person per line"),
        [Required(Text("没有填写工号", "No employee number was entered"))],
        most=LONGEST_LINES,
        rows=8,
        hint=Text(
            "工号，场次，座位；后两项可不写。可从 Excel 直接粘贴。",
            "Employee number, group, seat; the last two are optional. You can paste directly from Excel.",
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
            "Column names in the first row: 工号, 场次, 座位 (number, group, seat); other columns are ignored",
        ),
        render_kw={"accept": ".xlsx,.xls,.csv"},
    )


class UnitForm(AdditionForm):
    """All trainees of a unit."""

    about = "unit"
    unit = IdChoice(
        Text("单位（含下级）的全部学员", "All trainees of a unit and of the units below it"),
        [Required(Text("没有选单位", "No unit was chosen"), Text("请选择单位", "choose one"))],
    )
    group = group(id="unit-group")


class FoundForm(AdditionForm):
    """People ticked in search results."""

    about = "login"
    login = Choices(Text("加入哪些人", "People to add"), [Required()])
    group = group(id="found-group")


ADDITIONS: Mapping[str, type[AdditionForm]] = {
    "lines": LinesForm,
    "file": FileForm,
    "unit": UnitForm,
    "found": FoundForm,
}


class AdditionKind(Form):
    """Which of these forms was sent."""

    how = Choice(
        Text("添加方式", "How to add them"),
        [Required()],
        options=[(how, how) for how in ADDITIONS],
    )
