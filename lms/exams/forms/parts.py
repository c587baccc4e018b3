"""The forms of a section's parts: a draw, a case, a certain question; and how these are looked for."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lms.domain.exam.blueprint import MOST_ITEMS, MOST_QUESTIONS
from lms.domain.problem import Text
from lms.exams.compose import Data
from lms.exams.forms.draft import LONGEST_ITEM, DraftForm
from lms.web.forms import Choice, Choices, DecimalNumber, Form, Hidden, Line, Required, Whole, wrong

LEVELS = (1, 2, 3, 4, 5)
MOST_POINTS = 999_999
_WHOLE_INPUT = {"inputmode": "numeric", "class": "short"}
_DECIMAL_INPUT = {"inputmode": "decimal", "class": "short"}
_OWN_POINTS = Text("留空用题目自己的分值", "Empty: the points of the question itself")


class _HiddenChoice(Choice):
    """What an earlier page asked for, sent along."""

    control = "hidden"


def _points(label: Text, hint: Text = _OWN_POINTS) -> Any:
    return DecimalNumber(label, most=MOST_POINTS, hint=hint, optional=True, render_kw=_DECIMAL_INPUT)


def _levels() -> Any:
    return Choices(Text("等级（都不选就是不限）", "Levels (none chosen: any)"), inline=True)


def _areas() -> Any:
    return Choices(Text("内容域（都不选就是不限）", "Areas (none chosen: any)"), inline=True)


class PartForm(DraftForm):
    """What the parts have in common: points, and whether to stay on the page."""

    then = Hidden()
    points: DecimalNumber

    def validate_points(self, points: DecimalNumber) -> None:
        """What is asked is worth something."""
        if points.data == 0:
            raise wrong(
                Text("分值应大于 0", "It must be more than 0"),
                Text("请改正，或留空", "correct it, or leave it empty"),
            )

    def part(self) -> Data:
        """As a plan keeps it, without what is empty."""
        raise NotImplementedError

    def _without_empty(self, said: Data) -> Data:
        """With the points; without what is empty."""
        if self.points.data is not None:
            said["points"] = self.points.written(self.points.data)
        return {name: value for name, value in said.items() if value not in (None, "", [])}


class _BankDrawForm(PartForm):
    """Questions or cases of one competency, perhaps of some levels and areas only."""

    competency = _HiddenChoice(Text("能力", "Competency"), [Required()])
    count: Whole
    levels: Choices
    areas: Choices

    def set_choices(
        self, names: Mapping[str, Text], stock: Mapping[str, Any], kinds: Mapping[str, Text]
    ) -> None:
        """Set what can be chosen: of the competencies there are, and of what the bank holds of this one."""
        self.competency.options = list(names.items())
        self.levels.options = [
            (str(level), _with_count(str(level), stock["levels"][level])) for level in LEVELS
        ]
        areas: Counter[str] = stock["areas"]
        self.areas.options = [
            (area, _with_count(area, areas[area])) for area in sorted(areas, key=str.casefold)
        ]

    def _filters(self) -> Data:
        levels = [int(level) for level in self.levels.data]
        return {"levels": levels, "areas": self.areas.data}


class DrawForm(_BankDrawForm):
    """A group of questions to be drawn."""

    count = Whole(Text("抽几题", "How many questions"), least=1, most=MOST_ITEMS, render_kw=_WHOLE_INPUT)
    points = _points(
        Text("每题分值", "Points for each"),
        Text(
            "留空用题目自己的分值；论述题总用评分标准的分值",
            "Empty: the points of the question itself; essays always have those of their rubric",
        ),
    )
    kinds = Choices(Text("题型（都不选就是不限）", "Kinds (none chosen: any)"), inline=True)
    levels = _levels()
    areas = _areas()

    def set_choices(
        self, names: Mapping[str, Text], stock: Mapping[str, Any], kinds: Mapping[str, Text]
    ) -> None:
        """The kinds too."""
        super().set_choices(names, stock, kinds)
        there: Counter[str] = stock["kinds"]
        asking = sorted(kind for kind in there if kind != "description")
        self.kinds.options = [(kind, kinds[kind] + _with_count("", there[kind])) for kind in asking]

    def part(self) -> Data:
        """As a plan keeps it."""
        said = {"competency": self.competency.data, "kinds": self.kinds.data}
        return self._without_empty(said | self._filters() | {"count": self.count.data})


class CaseForm(_BankDrawForm):
    """Cases to be drawn."""

    count = Whole(Text("抽几个材料", "How many cases"), least=1, most=MOST_ITEMS, render_kw=_WHOLE_INPUT)
    questions = Whole(
        Text("每个材料出几道小题", "Questions of each"), least=1, most=MOST_QUESTIONS, render_kw=_WHOLE_INPUT
    )
    points = _points(Text("每道小题分值", "Points for each question"))
    levels = _levels()
    areas = _areas()

    def part(self) -> Data:
        """As a plan keeps it."""
        more = {"count": self.count.data, "questions": self.questions.data}
        return self._without_empty({"competency": self.competency.data} | self._filters() | more)


class FixedForm(PartForm):
    """One named question."""

    item = Line(
        Text("题名", "Name of the question"),
        most=LONGEST_ITEM,
        hint=Text(
            "题库/题名，例如 coordination/coord-priority-001",
            "bank/name, for example coordination/coord-priority-001",
        ),
    )
    points = _points(Text("分值", "Points"))

    def part(self) -> Data:
        """As a plan keeps it."""
        return self._without_empty({"item": self.item.data})


PART_FORMS: Mapping[str, type[PartForm]] = {"draw": DrawForm, "case": CaseForm, "fixed": FixedForm}


class CompetencyChoice(Form):
    """Of which competency a new draw or case is: chosen once, at its beginning."""

    do = Hidden(most=20)
    competency = Choice(Text("考哪项能力", "Which competency does it measure?"), [Required()], radios=True)


class SearchFilter(Form):
    """Which approved questions to show."""

    q = Line(
        Text("题目里的字词或题名", "Words in the question, or its name"), most=60, type_of_input="search"
    )
    competency = Choice(Text("能力", "Competency"), first=Text("全部", "All"))
    after = Hidden(most=40)


def _with_count(words: str, count: int) -> Text:
    return Text(f"{words}（{count}）", f"{words} ({count})")
