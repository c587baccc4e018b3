"""Forms for writing questions: as fields, as text, several in a row, and their pictures."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from lms.bank import messages
from lms.bank.authoring import quick_entry
from lms.bank.forms.search import COMPETENCY, LEVEL, LEVELS, options_of
from lms.domain.fields import LONGEST_STEM
from lms.domain.problem import Problem, Text
from lms.domain.text.typed import printable
from lms.questions import list_kinds, stimulus_kinds
from lms.web.forms import Choice, Day, Form, Hidden, Line, Paragraphs, Required, Upload, Whole, error_text

CHOOSE = Text("请选择", "Choose")
LONGEST_SOURCE = 500
LONGEST_NAME = 120


class NumberedText(Paragraphs):
    """Text with line numbers: no line is removed, not even an empty one at the beginning."""

    def read(self, raw: str) -> str:
        """Return the text as it was typed."""
        return printable(raw)

    @property
    def empty(self) -> bool:
        """Whether there is only white space."""
        return not self.data.strip()


class HiddenNumber(Whole):
    """A number in a hidden field."""

    control = "hidden"


class NewForm(Form):
    """The competency and the kind of a new question."""

    competency = Choice(
        Text("考哪项能力", "Which competency does it measure?"),
        [Required(messages.COMPETENCY_MISSING)],
        radios=True,
    )
    kind = Choice(
        Text("用哪种题型", "Which kind of question is it?"),
        [Required(messages.KIND_MISSING)],
        radios=True,
    )

    def with_options(self, competencies: Mapping[str, Any], kinds: Mapping[str, Text]) -> Self:
        """Return the form with its options."""
        self.competency.options = options_of(competencies)
        self.kind.options = kinds.items()
        return self


class BeginForm(NewForm):
    """The same in an address, with what the new question starts with."""

    case = Hidden(most=LONGEST_NAME)
    like = HiddenNumber(Text("上一题", "The previous question"))


class WriteAnotherForm(Form):
    """The kind of another question about a text."""

    kind = Choice(Text("题型", "Kind"))

    @classmethod
    def with_options(cls, kinds: Mapping[str, Text]) -> Self:
        """Return the form with the kinds that candidates answer."""
        form = cls(None, kind=next(own.KIND for own in list_kinds() if own.KIND not in stimulus_kinds()))
        form.kind.options = [(name, words) for name, words in kinds.items() if name not in stimulus_kinds()]
        return form


class DraftForm(Form):
    """What an editor sends with the question: the version that is edited, and which button was pressed."""

    number = HiddenNumber(Text("版本", "Version"))
    do = Hidden()
    action = Hidden()


class TextForm(Form):
    """A question as text."""

    text = NumberedText(
        Text("题目", "The question"),
        most=2 * LONGEST_STEM,
        render_kw={"class": "text", "spellcheck": "false", "autocapitalize": "off"},
    )
    lines: Sequence[Problem] = ()
    """What is wrong, each problem with its line."""

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show at the text what is wrong in which line."""
        self.refuse(messages.not_saved(len(problems)))
        self.lines = problems
        self.text.errors = [
            Text(f"第 {p.where.line} 行：", f"Line {p.where.line}: ") + error_text(p.what, p.how)
            for p in problems
        ]


class NewTextForm(TextForm):
    """The same for a new question, with the competency that was chosen before."""

    competency = Hidden()


class PictureForm(Form):
    """A picture and its description."""

    file = Upload(
        Text("图片文件", "File"),
        [Required(*messages.PICTURE_MISSING)],
        hint=Text(
            "PNG、JPEG 或 WebP，不超过 1.5 MB；拍摄信息会去掉。",
            "PNG, JPEG or WebP, at most 1.5 MB; camera data are removed.",
        ),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )
    words = Line(
        Text("图片说明", "Description"),
        [Required(*messages.PICTURE_DESCRIPTION_MISSING)],
        most=200,
        hint=Text(
            "看不到图的人读这句话；不要写出答案。",
            "For people who cannot see the picture; do not give the answer away.",
        ),
    )

    @classmethod
    def for_editor(cls) -> Self:
        """Return the empty form that is shown beside a question."""
        form = cls(None)
        form.file.hint = Text("PNG、JPEG 或 WebP，不超过 1.5 MB", "PNG, JPEG or WebP, at most 1.5 MB")
        form.words.id = "picture-words"
        return form


class QuickForm(Form):
    """Several questions typed in a row, and what they have in common."""

    competency = Choice(COMPETENCY, [Required(messages.COMPETENCY_MISSING)], first=CHOOSE)
    level = Choice(LEVEL, [Required()], options=LEVELS)
    source = Line(
        Text("依据", "Source"),
        most=LONGEST_SOURCE,
        needed=True,
        hint=Text("各题自己写了“出处：”的，以题中为准", "A question with “出处：” keeps its own source"),
    )
    checked = Day(Text("核对依据的日期", "Source checked on"), [Required()], render_kw={"class": "short"})
    text = NumberedText(
        Text("题目", "Questions"),
        most=quick_entry.LONGEST,
        rows=22,
        hint=Text(
            "题目编号 1. 2. 3.；选项 A. B. C.；下面写“答案：B”“解析：……”。判断题答案写“对”或“错”，填空题用 ____。",
            "Number the questions 1. 2. 3., start options with A. B. C., and write 答案：B and 解析：… below. For true or false write 对 or 错, for gaps ____.",
        ),
        render_kw={"spellcheck": "false"},
    )
    do = Hidden()

    def shared_details(self) -> quick_entry.SharedDetails:
        """Return what the questions have in common, once the form is valid."""
        assert self.checked.data is not None
        return quick_entry.SharedDetails(
            self.competency.data, int(self.level.data), self.source.data, self.checked.data
        )
