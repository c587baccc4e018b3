"""What is asked of those who bring files of questions in and review them."""

from collections.abc import Sequence
from typing import Any

from lms.bank.forms.search import COMPETENCY, LEVEL, LEVELS
from lms.bank.forms.write import NumberedText
from lms.bank.imports import begin, entries
from lms.domain.problem import Text
from lms.domain.text.typed import clean
from lms.web.forms import UNKNOWN, Choice, Form, Hidden, Ids, Line, Required, Upload, field_error

PASTED = Text("粘贴的文字.txt", "pasted text.txt")
LONGEST_NAME = 200
LONGEST_SOURCE = 2_000
SAME = Text("与其他题一样", "As for all")
_SOURCE = Text("依据", "Source")


class ImportForm(Form):
    """A file or a pasted text, and what its questions may not say themselves."""

    file = Upload(Text("文件", "File"))
    text = NumberedText(
        Text("或者粘贴题目", "Or paste questions"),
        most=begin.MOST_BYTES,
        rows=10,
        optional=True,
        hint=Text(
            "从 Word 复制即可：题目编号 1. 2. 3.，选项 A. B. C.，下面写“答案：”，可写“解析：”。",
            "As copied from Word: questions numbered 1. 2. 3., options A. B. C., 答案： below, and 解析： if there is one.",
        ),
        render_kw={"spellcheck": "false"},
    )
    competency = Choice(
        Text("进哪个题库", "Into which bank?"),
        [
            Required(
                Text("没有选择题库", "No bank was chosen"),
                Text("请选择题目属于哪项能力", "say which competency the questions are about"),
            )
        ],
        radios=True,
        hint=Text(
            "文件里写明能力的题按文件；其余进这个题库。",
            "Questions whose file says the competency follow the file; the others go here.",
        ),
    )
    level = Choice(
        LEVEL,
        [Required()],
        options=LEVELS,
        hint=Text("没有写明等级的题用这个。", "For questions that do not say it."),
    )
    source = Line(
        _SOURCE,
        most=LONGEST_SOURCE,
        optional=True,
        hint=Text(
            "没有写明依据的题用这个，写到条，例如：《党政机关公文处理工作条例》第八条。",
            "For questions that do not say it, to the article.",
        ),
    )
    form = Choice(Text("格式", "Format"), first=Text("自动识别", "Find out"))

    def name_formats(self, names: Sequence[Text]) -> None:
        """Say which files can be read."""
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        self.file.hint = Text(f"{zh} 都可以，不超过 32 MB。", f"{en}; 32 MB at most.")

    def validate_file(self, file: Upload) -> None:
        """There is something to read, under a name that can be kept."""
        if file.data is None:
            if self.text.empty:
                raise field_error(
                    Text("没有选择文件，也没有粘贴文字", "There is neither a file nor a text"),
                    Text("请选择一个文件，或粘贴题目", "choose a file, or paste questions"),
                )
            return
        if (many := len(clean(file.data.filename or ""))) > LONGEST_NAME:
            raise field_error(
                Text(
                    f"文件名最多 {LONGEST_NAME} 个字符，现有 {many} 个",
                    f"The name of a file has at most {LONGEST_NAME} characters, this has {many}",
                ),
                Text("请把文件名改短", "shorten the name"),
            )
        if not file.data.stream.read(1):
            raise field_error(Text("文件是空的", "The file is empty"), Text("请换一个文件", "choose another"))
        file.data.stream.seek(0)

    def validate_text(self, text: NumberedText) -> None:
        """Only one of the two can be read."""
        if self.file.data is not None and not text.empty:
            raise field_error(
                Text("既选了文件，又粘贴了文字", "There is a file as well as a text"),
                Text("请只留一样", "keep one of them"),
            )

    def asked(self, language: str) -> begin.Asked:
        """The file or the pasted text with what was chosen, once the form is valid."""
        if self.file.data is not None:
            name, data = clean(self.file.data.filename or "") or "file", self.file.data.read()
        else:
            name, data = PASTED.in_(language), self.text.data.encode("utf-8", "replace")
        return begin.Asked(
            name, data, self.form.data, self.competency.data, int(self.level.data), self.source.data
        )


class DefaultsForm(Form):
    """What holds for all questions of an import that do not say it."""

    competency = Choice(COMPETENCY, [Required()])
    level = Choice(LEVEL, [Required()], options=LEVELS)
    source = Line(_SOURCE, most=LONGEST_SOURCE, optional=True)


class FactsForm(Form):
    """The same of one question; empty where it is to be as for all."""

    competency = Choice(COMPETENCY, first=SAME)
    level = Choice(LEVEL, options=LEVELS, first=SAME)
    source = Line(_SOURCE, most=LONGEST_SOURCE, optional=True)


class MendForm(Form):
    """One question of an import, as text."""

    text = NumberedText(
        Text("题目", "The question"),
        [Required(Text("没有题目", "There is no question"), Text("请写一道题", "write one"))],
        most=entries.LONGEST,
        rows=12,
        hint=Text(
            "可以照试卷的样子写（选项 A. B.，答案：A，解析：……），也可以写 TOML。一次一道。",
            "Write it as in a paper (options A. B., 答案：A, 解析：…) or as TOML; one question.",
        ),
        render_kw={"class": "text", "spellcheck": "false"},
    )
    action = Hidden()


class ChoiceForm(Form):
    """What becomes of one question of an import, and which list its button stood in."""

    choice = Hidden()
    show = Hidden()
    after = Hidden()


class Versions(Ids):
    """Questions ticked in the version that was read, "17:2"; {question: version}."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Each of them once."""
        pairs = [each.split(":") for each in valuelist]
        if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
            self.data = {}
            raise ValueError(UNKNOWN)
        self.data = {int(item): int(version) for item, version in pairs}

    @property
    def empty(self) -> bool:
        """Whether none is ticked."""
        return not self.data


class ApproveForm(Form):
    """Which questions of an import are approved together."""

    item = Versions(
        Text("题目", "Questions"),
        [
            Required(
                Text("没有勾选题目", "No question is ticked"),
                Text("请在可以批准的题前打勾", "tick those that you approve"),
            )
        ],
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
