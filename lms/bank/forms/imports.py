"""The forms of those who import files of questions and review them."""

from collections.abc import Sequence
from typing import Any

from lms.bank.forms.search import COMPETENCY, LEVEL, LEVELS
from lms.bank.forms.write import NumberedText
from lms.bank.imports import import_rows, messages, upload
from lms.bank.imports.upload import UploadedFile
from lms.domain.problem import Text
from lms.domain.text.typed import clean
from lms.web.forms import UNKNOWN, Choice, Form, Hidden, Ids, Line, Required, Upload, field_error

LONGEST_NAME = 200
LONGEST_SOURCE = 2_000
SAME = Text("与其他题一样", "The same as the others")
_SOURCE = Text("依据", "Source")


class ImportForm(Form):
    """A file or a pasted text, and the defaults for its questions."""

    file = Upload(Text("文件", "File"))
    text = NumberedText(
        Text("或者粘贴题目", "Or paste questions"),
        most=upload.MOST_BYTES,
        rows=10,
        optional=True,
        hint=Text(
            "从 Word 复制即可：题目编号 1. 2. 3.，选项 A. B. C.，下面写“答案：”，可写“解析：”。",
            "As copied from Word: questions numbered 1. 2. 3., options A. B. C., then 答案： and, if you like, 解析：.",
        ),
        render_kw={"spellcheck": "false"},
    )
    competency = Choice(
        Text("进哪个题库", "Question bank"),
        [Required(*messages.NO_BANK_CHOSEN)],
        radios=True,
        hint=Text(
            "文件里写明能力的题按文件；其余进这个题库。",
            "For questions whose competency is not given in the file.",
        ),
    )
    level = Choice(
        LEVEL,
        [Required()],
        options=LEVELS,
        hint=Text("没有写明等级的题用这个。", "For questions whose level is not given in the file."),
    )
    source = Line(
        _SOURCE,
        most=LONGEST_SOURCE,
        optional=True,
        hint=Text(
            "没有写明依据的题用这个，写到条，例如：《党政机关公文处理工作条例》第八条。",
            "For questions whose source is not given in the file. Name the article, for example: 《党政机关公文处理工作条例》第八条.",
        ),
    )
    form = Choice(Text("格式", "Format"), first=Text("自动识别", "Detect automatically"))

    def name_formats(self, names: Sequence[Text]) -> None:
        """Name the formats that can be read in the hint of the file."""
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        self.file.hint = Text(f"{zh} 都可以，不超过 32 MB。", f"{en}; up to 32 MB.")

    def validate_file(self, file: Upload) -> None:
        """Refuse an empty file, a name that is too long, and neither file nor text."""
        if file.data is None:
            if self.text.empty:
                raise field_error(*messages.NO_FILE_OR_TEXT)
            return
        if (length := len(clean(file.data.filename or ""))) > LONGEST_NAME:
            raise field_error(*messages.file_name_too_long(length, LONGEST_NAME))
        if not file.data.stream.read(1):
            raise field_error(*messages.EMPTY_FILE)
        file.data.stream.seek(0)

    def validate_text(self, text: NumberedText) -> None:
        """Refuse a text beside a file, as only one of them can be read."""
        if self.file.data is not None and not text.empty:
            raise field_error(*messages.BOTH_FILE_AND_TEXT)

    def uploaded_file(self, language: str) -> UploadedFile:
        """Return the file or the pasted text with the defaults, once the form is valid."""
        if self.file.data is not None:
            name, data = clean(self.file.data.filename or "") or "file", self.file.data.read()
        else:
            name = messages.PASTED_FILE_NAME.in_(language)
            data = self.text.data.encode("utf-8", "replace")
        return UploadedFile(
            name, data, self.form.data, self.competency.data, int(self.level.data), self.source.data
        )


class DefaultsForm(Form):
    """The defaults for the questions of an import."""

    competency = Choice(COMPETENCY, [Required()])
    level = Choice(LEVEL, [Required()], options=LEVELS)
    source = Line(_SOURCE, most=LONGEST_SOURCE, optional=True)


class FactsForm(Form):
    """The same for one question; empty means the default."""

    competency = Choice(COMPETENCY, first=SAME)
    level = Choice(LEVEL, options=LEVELS, first=SAME)
    source = Line(_SOURCE, most=LONGEST_SOURCE, optional=True)


class EditQuestionForm(Form):
    """One question of an import, as text."""

    text = NumberedText(
        Text("题目", "Question"),
        [Required(messages.NO_QUESTION, Text("请写一道题", "write one"))],
        most=import_rows.LONGEST,
        rows=12,
        hint=Text(
            "可以照试卷的样子写（选项 A. B.，答案：A，解析：……），也可以写 TOML。一次一道。",
            "Write one question, as on a paper (options A. B., 答案：A, 解析：…) or as TOML.",
        ),
        render_kw={"class": "text", "spellcheck": "false"},
    )
    action = Hidden()


class ChoiceForm(Form):
    """What becomes of one question of an import, and the list that the button is in."""

    choice = Hidden()
    show = Hidden()
    after = Hidden()


class TickedVersions(Ids):
    """Ticked questions with the version that was read, as "17:2"; {question: version}."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the pairs. Raise ValueError if one is malformed."""
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
    """The questions of an import that are approved together."""

    item = TickedVersions(Text("题目", "Questions"), [Required(*messages.NO_QUESTION_TICKED)])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
