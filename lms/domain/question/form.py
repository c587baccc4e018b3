"""Forms for authors of questions, as data: pages render and read them without knowing any kind."""

from dataclasses import dataclass
from typing import Final

from lms.domain.problem import Text

LETTERS, NUMBERS = "letters", "numbers"


@dataclass(frozen=True, slots=True)
class FormField:
    """One value. `name` is its key in the data of the kind; a translated one is asked for in English too.

    `control` is one of: line, text (several lines of Markdown), flag, pick (one of `options`), truth (true,
    false or unanswered), whole, number (exact), points, share (of the mark), date, list (texts separated by 、),
    answers (one accepted text per line), place (the number of a row of the Rows that `refers_to` names).
    """

    name: str
    label: Text
    control: str = "line"
    hint: Text | None = None
    translated: bool = False
    required: bool = False
    default: str = ""
    """Has the same meaning as an empty field. A flag with the default "1" is set until an author clears it."""
    options: tuple[tuple[str, Text], ...] = ()
    refers_to: str = ""
    advanced: bool = False
    """Rarely needed: pages hide it until an author opens it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables. If `ids_by` names a field, each row has an id, which belongs to the text of that field."""

    name: str
    label: Text
    row: Text
    """What one row is called: 选项."""
    fields: tuple[FormField, ...]
    least: int = 1
    most: int = 26
    initial: int = 1
    """The number of empty rows in the form of a new question."""
    ids_by: str = ""
    numbering: str = NUMBERS
    """How rows are labelled: LETTERS or NUMBERS."""
    movable: bool = False
    """Whether authors can change the order of rows, because it matters."""
    hint: Text | None = None
    advanced: bool = False


FormParts = tuple[FormField | Rows, ...]

STEM: Final = FormField("stem", Text("题干", "Stem"), "text", translated=True, required=True)
SHUFFLE: Final = FormField(
    "shuffle", Text("每份试卷打乱选项顺序", "Shuffle the options on every paper"), "flag", default="1"
)
SHARE: Final = FormField(
    "fraction",
    Text("得分比例", "Share of the mark"),
    "share",
    hint=Text("如 1/2", "such as 1/2"),
    default="1",
    advanced=True,
)
ANSWERS: Final = FormField(
    "answers",
    Text("可接受的答案", "Accepted answers"),
    "answers",
    Text(
        "每行一个；只给部分分的写成“公函 | 1/2”",
        "One per line; write “notice | 1/2” for one that earns a share",
    ),
    translated=True,
    required=True,
)


def option_rows(*, right: Text) -> Rows:
    """Return the rows for the options of a choice; `right` is the label of the flag."""
    return Rows(
        "options",
        Text("选项", "Options"),
        Text("选项", "Option"),
        (
            FormField("text", Text("文字", "Text"), translated=True, required=True),
            FormField("right", right, "flag"),
            FormField("feedback", Text("选后提示", "Feedback"), translated=True, advanced=True),
            FormField(
                "fixed", Text("打乱时位置不变", "Keeps its position when shuffled"), "flag", advanced=True
            ),
            FormField(
                "fraction",
                Text("得分比例（代替“正确”）", "Share of the mark (instead of “right”)"),
                "share",
                hint=Text("如 1/2、-1/4", "such as 1/2 or -1/4"),
                advanced=True,
            ),
        ),
        least=2,
        initial=4,
        ids_by="text",
        numbering=LETTERS,
        movable=True,
    )
