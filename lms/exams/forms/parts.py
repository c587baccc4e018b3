"""The forms of a section's parts: draws, cases and fixed questions; and the search for a question."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from lms.domain.exam.blueprint import MOST_ITEMS, MOST_QUESTIONS
from lms.domain.problem import Text
from lms.exams import messages
from lms.exams.compose import Data
from lms.exams.forms.draft import LONGEST_ITEM, DraftForm
from lms.questions import stimulus_kinds
from lms.web.forms import Choice, Choices, DecimalNumber, Form, Hidden, Line, Required, Whole, field_error

LEVELS = (1, 2, 3, 4, 5)
MOST_POINTS = 999_999
_SHORT = {"class": "short"}
_OWN_POINTS = Text("留空用题目自己的分值", "If empty, the points of the question itself")


class _HiddenChoice(Choice):
    """A choice that was made on an earlier page."""

    control = "hidden"


def _points(label: Text, hint: Text = _OWN_POINTS) -> Any:
    return DecimalNumber(label, most=MOST_POINTS, hint=hint, optional=True, render_kw=_SHORT)


def _levels() -> Any:
    return Choices(Text("等级（都不选就是不限）", "Levels (none ticked means any)"), inline=True)


def _areas() -> Any:
    return Choices(Text("内容域（都不选就是不限）", "Areas (none ticked means any)"), inline=True)


class PartForm(DraftForm):
    """The fields that all parts have: points, and whether to stay on the page."""

    then = Hidden()
    points: DecimalNumber

    def validate_points(self, points: DecimalNumber) -> None:
        """Refuse a question without points."""
        if points.data == 0:
            raise field_error(*messages.NO_POINTS)

    def part(self) -> Data:
        """Return the part as a plan stores it, without empty values."""
        raise NotImplementedError

    def _with_points(self, data: Data) -> Data:
        """Add the points and remove empty values."""
        if self.points.data is not None:
            data["points"] = self.points.written(self.points.data)
        return {name: value for name, value in data.items() if value not in (None, "", [])}


class _BankDrawForm(PartForm):
    """Questions or cases of one competency, perhaps of some levels and areas only."""

    competency = _HiddenChoice(Text("能力", "Competency"), [Required()])
    count: Whole
    levels: Choices
    areas: Choices

    def set_choices(
        self, names: Mapping[str, Text], stock: Mapping[str, Any], kinds: Mapping[str, Text]
    ) -> None:
        """Offer the competencies, and the levels and areas of this one with how many items the bank has."""
        self.competency.options = list(names.items())
        self.levels.options = [
            (str(level), _with_count(str(level), stock["levels"][level])) for level in LEVELS
        ]
        areas: Counter[str] = stock["areas"]
        called: Mapping[str, Text] = stock["area_names"]
        self.areas.options = [
            (area, called.get(area, Text(area, area)) + _with_count("", areas[area]))
            for area in sorted(areas, key=str.casefold)
        ]

    def _filters(self) -> Data:
        levels = [int(level) for level in self.levels.data]
        return {"levels": levels, "areas": self.areas.data}


class DrawForm(_BankDrawForm):
    """Questions to be drawn."""

    count = Whole(Text("抽几题", "How many questions"), least=1, most=MOST_ITEMS, render_kw=_SHORT)
    points = _points(
        Text("每题分值", "Points for each"),
        Text(
            "留空用题目自己的分值；论述题总用评分标准的分值",
            "If empty, the points of the question itself; essays always have the points of their rubric",
        ),
    )
    kinds = Choices(Text("题型（都不选就是不限）", "Kinds (none ticked means any)"), inline=True)
    levels = _levels()
    areas = _areas()

    def set_choices(
        self, names: Mapping[str, Text], stock: Mapping[str, Any], kinds: Mapping[str, Text]
    ) -> None:
        """Offer the kinds too."""
        super().set_choices(names, stock, kinds)
        counts: Counter[str] = stock["kinds"]
        asking = [kind for kind in kinds if counts[kind] and kind not in stimulus_kinds()]
        self.kinds.options = [(kind, kinds[kind] + _with_count("", counts[kind])) for kind in asking]

    def part(self) -> Data:
        """Return the draw as a plan stores it."""
        data = {"competency": self.competency.data, "kinds": self.kinds.data}
        return self._with_points(data | self._filters() | {"count": self.count.data})


class CaseForm(_BankDrawForm):
    """Cases to be drawn."""

    count = Whole(Text("抽几个材料", "How many cases"), least=1, most=MOST_ITEMS, render_kw=_SHORT)
    questions = Whole(
        Text("每个材料出几道小题", "Questions per case"), least=1, most=MOST_QUESTIONS, render_kw=_SHORT
    )
    points = _points(Text("每道小题分值", "Points for each question"))
    levels = _levels()
    areas = _areas()

    def part(self) -> Data:
        """Return the draw of cases as a plan stores it."""
        counts = {"count": self.count.data, "questions": self.questions.data}
        return self._with_points({"competency": self.competency.data} | self._filters() | counts)


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
        """Return the fixed item as a plan stores it."""
        return self._with_points({"item": self.item.data})


PART_FORMS: Mapping[str, type[PartForm]] = {"draw": DrawForm, "case": CaseForm, "fixed": FixedForm}


class CompetencyChoice(Form):
    """The competency of a new draw or case; it is chosen first."""

    do = Hidden(most=20)
    competency = Choice(Text("考哪项能力", "Which competency does it measure?"), [Required()], radios=True)


class SearchFilter(Form):
    """Which approved questions to show."""

    q = Line(
        Text("题目里的字词或题名", "Words in the question, or its name"), most=60, type_of_input="search"
    )
    competency = Choice(Text("能力", "Competency"), first=Text("全部", "All"))
    after = Hidden(most=40)


def _with_count(name: str, count: int) -> Text:
    return Text(f"{name}（{count}）", f"{name} ({count})")
