"""What the form of a question kind asks for, as data: pages draw it and read it, and know no kind."""

from dataclasses import dataclass
from typing import Final

from lms.domain.problem import Text

LETTERS, NUMBERS = "letters", "numbers"


@dataclass(frozen=True, slots=True)
class FormField:
    """One value. `name` is its key in the data of the kind; a translated one is asked in English too.

    `form` is one of: line, text (Markdown of several lines), flag, pick (one of `options`), truth (true,
    false, or not said), whole, number (exact), points, share (of the mark), date, list (texts with 、 between),
    answers (one accepted text a line), place (the number of a row of `of`).
    """

    name: str
    label: Text
    form: str = "line"
    hint: Text | None = None
    translated: bool = False
    required: bool = False
    default: str = ""
    """Means the same as leaving it empty. A flag with the default "1" is set unless it is taken away."""
    options: tuple[tuple[str, Text], ...] = ()
    of: str = ""
    aside: bool = False
    """Rarely needed: folded away behind the others."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables. With `ids_by` each row has an id that stands for the words of that field."""

    name: str
    label: Text
    row: Text
    """What one of them is called: 选项."""
    fields: tuple[FormField, ...]
    least: int = 1
    most: int = 26
    begin: int = 1
    """How many empty ones a new question begins with."""
    ids_by: str = ""
    signs: str = NUMBERS
    """How rows are told apart: letters or numbers."""
    moves: bool = False
    """Whether their order means something, so that they can be moved."""
    hint: Text | None = None
    aside: bool = False


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
        "One a line; write “notice | 1/2” for one that earns a share",
    ),
    translated=True,
    required=True,
)


def option_rows(*, right: Text) -> Rows:
    """The options of a choice."""
    return Rows(
        "options",
        Text("选项", "Options"),
        Text("选项", "Option"),
        (
            FormField("text", Text("文字", "Text"), translated=True, required=True),
            FormField("right", right, "flag"),
            FormField("feedback", Text("选后提示", "Feedback"), translated=True, advanced=True),
            FormField("fixed", Text("打乱时位置不变", "Stays in its place"), "flag", advanced=True),
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
