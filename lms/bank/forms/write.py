"""What is asked of those who write questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.bank.authoring import quick_entry
from lms.bank.forms.search import COMPETENCY, LEVEL, LEVELS, options_of
from lms.domain.fields import LONGEST_STEM
from lms.domain.problem import Problem, Refused, Text
from lms.domain.text.typed import printable
from lms.questions import list_kinds, stimulus_kinds
from lms.web.forms import Choice, Day, Form, Hidden, Line, Paragraphs, Required, Upload, Whole, error_text

CHOOSE = Text("请选择", "Choose")
LONGEST_SOURCE = 500
LONGEST_NAME = 120


class Numbered(Paragraphs):
    """Text whose lines are counted: none is taken away, not even an empty one at the beginning."""

    def read(self, raw: str) -> str:
        """The text as it was typed."""
        return printable(raw)

    @property
    def empty(self) -> bool:
        """Whether there are only blanks."""
        return not self.data.strip()


class SentNumber(Whole):
    """A number that the page itself sends along."""

    control = "hidden"


class NewForm(Form):
    """What a new question is about, and its kind."""

    competency = Choice(
        Text("考哪项能力", "Which competency does it measure?"),
        [Required(Text("没有选择能力", "No competency is chosen"))],
        radios=True,
    )
    kind = Choice(
        Text("用哪种题型", "Which kind of question is it?"),
        [Required(Text("没有选择题型", "No kind is chosen"))],
        radios=True,
    )

    def of(self, competencies: Mapping[str, Any], kinds: Mapping[str, Text]) -> "NewForm":
        """With what there is to choose from."""
        self.competency.options = options_of(competencies)
        self.kind.options = kinds.items()
        return self


class BeginForm(NewForm):
    """The same in an address, with what the new question begins with."""

    case = Hidden(most=LONGEST_NAME)
    like = SentNumber(Text("上一题", "The question before"))


class WriteAnotherForm(Form):
    """The kind of a further question about a text."""

    kind = Choice(Text("题型", "Kind"))

    @classmethod
    def of(cls, kinds: Mapping[str, Text]) -> "WriteAnotherForm":
        """With the kinds that are answered."""
        form = cls(None, kind=next(own.KIND for own in list_kinds() if own.KIND not in stimulus_kinds()))
        form.kind.options = [(name, words) for name, words in kinds.items() if name not in stimulus_kinds()]
        return form


class DraftForm(Form):
    """What the pages of an editor send beside the question: the version begun with, and which button it was."""

    number = SentNumber(Text("版本", "Version"))
    do = Hidden()
    action = Hidden()


def unsaved(many: int, problems: Sequence[Problem] = ()) -> Refused:
    """So many things are wrong in what was to be saved."""
    what = Text(
        f"有 {many} 处要改，还没有保存",
        f"{many} {'things' if many > 1 else 'thing'} to correct; nothing is saved yet",
    )
    how = Text("请改好后再保存", "Correct it and save again")
    return Refused("bank.draft", what, how, 400, problems=list(problems))


class TextForm(Form):
    """A question as text."""

    text = Numbered(
        Text("题目", "The question"),
        most=2 * LONGEST_STEM,
        render_kw={"class": "text", "spellcheck": "false", "autocapitalize": "off"},
    )
    lines: Sequence[Problem] = ()
    """What is wrong, each problem in its line."""

    def point_out(self, problems: Sequence[Problem]) -> None:
        """Say at the text what is wrong in which line."""
        self.refuse(unsaved(len(problems)))
        self.lines = problems
        self.text.errors = [
            Text(f"第 {p.where.line} 行：", f"Line {p.where.line}: ") + error_text(p.what, p.how)
            for p in problems
        ]


class NewTextForm(TextForm):
    """The same of a new question, with the competency that the page was opened for."""

    competency = Hidden()


class PictureForm(Form):
    """A picture and what it shows."""

    file = Upload(
        Text("图片文件", "File"),
        [Required(Text("没有选择图片", "No picture was chosen"), Text("请选一张图片", "choose one"))],
        hint=Text(
            "PNG、JPEG 或 WebP，不超过 1.5 MB；拍摄信息会去掉。",
            "PNG, JPEG or WebP of at most 1.5 MB; what it says about its maker is taken out.",
        ),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )
    words = Line(
        Text("图片说明", "What it shows"),
        [
            Required(
                Text("没有写图片说明", "The words for the picture are missing"),
                Text("请写一句话说明它的内容", "say in a sentence what it shows"),
            )
        ],
        most=200,
        hint=Text(
            "看不到图的人读这句话；不要写出答案。",
            "For those who do not see it; do not give the answer away.",
        ),
    )

    @classmethod
    def of_editor(cls) -> "PictureForm":
        """The form beside a question, before anything is sent."""
        form = cls(None)
        form.file.hint = Text("PNG、JPEG 或 WebP，不超过 1.5 MB", "PNG, JPEG or WebP, at most 1.5 MB")
        form.words.id = "picture-words"
        return form


class QuickForm(Form):
    """Several questions typed in a row, and what they have in common."""

    competency = Choice(COMPETENCY, [Required(Text("没有选择能力", "No competency is chosen"))], first=CHOOSE)
    level = Choice(LEVEL, [Required()], options=LEVELS)
    source = Line(
        Text("依据", "Source"),
        [
            Required(
                Text("没有写依据", "The source is missing"),
                Text("请写明依据", "say what the questions rest on"),
            )
        ],
        most=LONGEST_SOURCE,
        hint=Text("各题自己写了“出处：”的，以题中为准", "A question with its own “出处：” keeps it"),
    )
    checked = Day(Text("核对依据的日期", "Source checked on"), [Required()], render_kw={"class": "short"})
    text = Numbered(
        Text("题目", "Questions"),
        most=quick_entry.LONGEST,
        rows=22,
        hint=Text(
            "题目编号 1. 2. 3.；选项 A. B. C.；下面写“答案：B”“解析：……”。判断题答案写“对”或“错”，填空题用 ____。",
            "Number questions 1. 2. 3., begin options with A. B. C., and write 答案：B and 解析：… below. True or false: 对 or 错; gaps: ____.",
        ),
        render_kw={"spellcheck": "false"},
    )
    do = Hidden()

    def about(self) -> quick_entry.About:
        """What they have in common, once the form is valid."""
        assert self.checked.data is not None
        return quick_entry.About(
            self.competency.data, int(self.level.data), self.source.data, self.checked.data
        )
