"""The form of an exam's facts: texts, times, cut score, what candidates see, where and when."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lms.domain.exam import blueprint
from lms.domain.exam.addresses import MOST_RANGES, canonical
from lms.domain.fields import LONGEST_TEXT
from lms.domain.problem import Text
from lms.exams import messages
from lms.exams.compose import Arrangements, Data
from lms.exams.forms.draft import DraftForm, both_languages, stored_text
from lms.exams.schedule import LONGEST_CODE
from lms.web.forms import (
    After,
    Choice,
    Choices,
    DecimalNumber,
    Field,
    Line,
    Moment,
    Paragraphs,
    Required,
    Whole,
    field_error,
)

TEXTS = ("title", "instructions", "cut_set_by")
WHOLE_NUMBERS = ("minutes", "attempts", "wait_hours")
CHOICES = ("review", "after_submission", "release")
SHUFFLES = ("shuffle_items", "shuffle_options")
_SHORT = {"class": "short"}


class FactsForm(DraftForm):
    """Everything about an exam except its questions; `facts_form` adds a minimum for each competency."""

    title_zh, title_en = both_languages("title", Text("名称", "Title"))
    instructions_zh, instructions_en = both_languages(
        "instructions",
        Text("考试说明", "Instructions"),
        Text("学员开始前看到：题数、计分办法、注意事项", "Candidates read it before they begin"),
        long=True,
    )
    minutes = Whole(
        Text("时长（分钟）", "Minutes"),
        least=1,
        most=blueprint.LONGEST_MINUTES,
        needed=True,
        render_kw=_SHORT,
    )
    attempts = Whole(
        Text("每人可考几次", "Attempts per person"),
        least=1,
        most=blueprint.MOST_ATTEMPTS,
        render_kw=_SHORT,
    )
    wait_hours = Whole(
        Text("两次之间至少间隔（小时）", "Minimum hours between attempts"),
        most=blueprint.LONGEST_WAIT,
        optional=True,
        render_kw=_SHORT,
    )
    opens_at = Moment(
        Text("开始时间", "Opens"),
        hint=Text("北京时间，留空为不限", "Beijing time; empty means no limit"),
        optional=True,
    )
    closes_at = Moment(Text("结束时间", "Closes"), [After("opens_at")], optional=True)
    access_code = Line(
        Text("考试口令", "Access code"),
        most=LONGEST_CODE,
        hint=Text(
            "由监考人员当场告知，留空为不需要",
            "Announced by the invigilator in the exam hall; empty means none",
        ),
        optional=True,
        render_kw={"autocomplete": "off"},
    )
    pass_percent = DecimalNumber(
        Text("总分达到百分之几合格", "Percentage of the total needed to pass"),
        most=100,
        needed=True,
        render_kw=_SHORT,
    )
    cut_set_by_zh, cut_set_by_en = both_languages(
        "cut_set_by",
        Text("合格线依据", "How the pass mark was set"),
        Text(
            "谁、用什么办法定的；供组织考试的人备查，学员看不到",
            "Who set it and how, for the organisers; candidates do not see this",
        ),
        long=True,
    )
    shuffle_items = Choices(
        Text("题目", "Questions"),
        options=[
            (
                "yes",
                Text(
                    "各部分之内打乱题序（材料和小题不拆开）",
                    "Shuffle within sections; cases stay together",
                ),
            )
        ],
    )
    shuffle_options = Choices(
        Text("选项", "Options"),
        options=[
            (
                "yes",
                Text(
                    "打乱选项（命题人写明位置不动的除外）",
                    "Shuffle, except where the author fixed the position",
                ),
            )
        ],
    )
    release = Choice(
        Text("成绩怎样公布", "Release of results"),
        [Required()],
        options=[
            ("at_once", Text("评完自动公布", "Automatically, once marked")),
            ("by_hand", Text("由组织考试的人统一公布", "By the organisers, for everyone together")),
        ],
        radios=True,
    )
    after_submission = Choice(
        Text("交卷评完、公布以前", "After marking, before release"),
        [Required()],
        hint=Text("只在统一公布时有区别", "Only matters when the organisers release the results"),
        options=[
            ("none", Text("什么也看不到", "Nothing")),
            ("score", Text("先看总分", "The score")),
            ("marks", Text("先看总分和每题得分", "The score and the marks")),
        ],
        radios=True,
    )
    review = Choice(
        Text("公布以后", "After release"),
        [Required()],
        options=[
            ("score", Text("总分", "The score")),
            ("marks", Text("总分和每题得分", "The score and the marks")),
            (
                "answers",
                Text(
                    "总分、每题得分、答案和解析（还能再考的人等考完）",
                    "The score, marks, answers and explanations; candidates with attempts left see them later",
                ),
            ),
        ],
        radios=True,
    )
    addresses = Paragraphs(
        Text("只能在这些地址的机器上开始", "Sittings may only begin on computers with these addresses"),
        most=LONGEST_TEXT,
        rows=3,
        hint=Text(
            "每行一个网段或地址，例如 10.1.2.0/24、10.1.3.7；留空为不限",
            "One range or address per line, such as 10.1.2.0/24 or 10.1.3.7; empty means anywhere",
        ),
        optional=True,
    )

    def validate_after_submission(self, field: Choice) -> None:
        """Refuse to hide after release what was shown before it."""
        if (
            field.errors
            or field.data not in blueprint.SHOWN_BEFORE_RELEASE
            or self.review.data not in blueprint.REVIEWS
        ):
            return
        if blueprint.SHOWN_BEFORE_RELEASE.index(field.data) > blueprint.REVIEWS.index(self.review.data) + 1:
            raise field_error(*messages.MORE_SHOWN_BEFORE_RELEASE)

    def validate_addresses(self, field: Paragraphs) -> None:
        """Refuse what is neither a network nor the address of a computer."""
        ranges = self.ranges()
        if len(ranges) > MOST_RANGES:
            raise field_error(*messages.too_many_ranges(len(ranges), MOST_RANGES))
        invalid = [written for written in ranges if not canonical(written)]
        if invalid:
            raise field_error(*messages.not_an_address(invalid[0]))

    def ranges(self) -> list[str]:
        """Return the addresses as a list."""
        return [written for written in re.split(r"[\s,，、;；]+", self.addresses.data) if written]

    @property
    def minima(self) -> list[DecimalNumber]:
        """The fields for the minima of the competencies."""
        return [field for name, field in self._fields.items() if name.startswith("minima_")]

    def __iter__(self) -> Iterator[Field]:
        """Iterate in the order of the page: the minima follow the pass mark."""
        minima = self.minima
        for field in super().__iter__():
            if field is self.shuffle_items:
                yield from minima
            if field not in minima:
                yield field

    def arrangements(self) -> Arrangements:
        """Return the window and the access code."""
        return Arrangements(self.opens_at.data, self.closes_at.data, self.access_code.data)

    def write(self, plan: Data) -> None:
        """Write every value into a plan; remove what is empty from it."""
        minima = {field.name.removeprefix("minima_"): _decimal(field) for field in self.minima}
        values: Data = {name: self.both(name) or None for name in TEXTS}
        values |= {name: self[name].data for name in WHOLE_NUMBERS}
        values |= {name: bool(self[name].data) for name in SHUFFLES}
        values |= {name: self[name].data for name in CHOICES}
        values |= {
            "pass_percent": _decimal(self.pass_percent),
            "minima": {id_: percent for id_, percent in minima.items() if percent} or None,
            "addresses": self.ranges() or None,
        }
        for name, value in values.items():
            if value is None:
                plan.pop(name, None)
            else:
                plan[name] = value


def _decimal(field: DecimalNumber) -> str | None:
    """Return the number as a plan stores it."""
    return None if field.data is None else field.written(field.data)


def facts_form(competencies: Mapping[str, Text]) -> type[FactsForm]:
    """Return the form for an installation with these competencies."""
    return _facts_form(tuple(competencies.items()))


@lru_cache(maxsize=8)
def _facts_form(competencies: tuple[tuple[str, Text], ...]) -> type[FactsForm]:
    minima = {
        f"minima_{id_}": DecimalNumber(
            name + Text("（%）", " (%)"), most=100, optional=True, render_kw=_SHORT
        )
        for id_, name in competencies
    }
    return type("FactsFormOfCompetencies", (FactsForm,), minima)


def stored_facts(draft: Any) -> dict[str, Any]:
    """Return what a draft stores, by the fields of the form."""
    plan = draft.plan
    minima = plan.get("minima") if isinstance(plan.get("minima"), Mapping) else {}
    addresses = plan.get("addresses")
    values: dict[str, Any] = {"release": "at_once", "after_submission": "none", "review": "score"}
    for name in TEXTS:
        values |= stored_text(name, plan.get(name))
    values |= {name: plan[name] for name in (*WHOLE_NUMBERS, *CHOICES, "pass_percent") if name in plan}
    values |= {name: ["yes"] if plan.get(name, True) else [] for name in SHUFFLES}
    values |= {f"minima_{id_}": percent for id_, percent in minima.items()}
    values["addresses"] = "\n".join(addresses) if isinstance(addresses, list) else ""
    values |= {name: getattr(draft, name) for name in ("opens_at", "closes_at", "access_code")}
    return values
