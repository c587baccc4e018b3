"""The form of an exam's facts: its words, its times, what passes, what is seen, where and when."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lms.domain.exam import blueprint
from lms.domain.exam.addresses import MOST_RANGES, canonical
from lms.domain.fields import LONGEST_TEXT
from lms.domain.problem import Text
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
    wrong,
)

TEXTS = ("title", "instructions", "cut_set_by")
WHOLE_NUMBERS = ("minutes", "attempts", "wait_hours")
CHOICES = ("review", "after_submission", "release")
SHUFFLES = ("shuffle_items", "shuffle_options")
_WHOLE_INPUT = {"inputmode": "numeric", "class": "short"}
_DECIMAL_INPUT = {"inputmode": "decimal", "class": "short"}


class FactsForm(DraftForm):
    """Everything about an exam but its questions; `facts_form` adds a minimum for each competency."""

    title_zh, title_en = both_languages("title", Text("名称", "Title"))
    instructions_zh, instructions_en = both_languages(
        "instructions",
        Text("考试说明", "Instructions"),
        Text("学员开始前看到：题数、计分办法、注意事项", "Candidates read it before they begin"),
        long=True,
    )
    minutes = Whole(
        Text("时长（分钟）", "Minutes"), least=1, most=blueprint.LONGEST_MINUTES, render_kw=_WHOLE_INPUT
    )
    attempts = Whole(
        Text("每人可考几次", "Attempts for each person"),
        least=1,
        most=blueprint.MOST_ATTEMPTS,
        render_kw=_WHOLE_INPUT,
    )
    wait_hours = Whole(
        Text("两次之间至少间隔（小时）", "Hours between attempts, at least"),
        most=blueprint.LONGEST_WAIT,
        optional=True,
        render_kw=_WHOLE_INPUT,
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
            "由监考人员当场告知，留空为不需要", "Told in the room by the invigilator; empty means none"
        ),
        optional=True,
        render_kw={"autocomplete": "off"},
    )
    pass_percent = DecimalNumber(
        Text("总分达到百分之几合格", "Per cent of the total to pass"), most=100, render_kw=_DECIMAL_INPUT
    )
    cut_set_by_zh, cut_set_by_en = both_languages(
        "cut_set_by",
        Text("合格线依据", "How it was set"),
        Text("谁、用什么办法定的；学员和成绩单上都能看到", "Who set it and how; candidates see it"),
        long=True,
    )
    shuffle_items = Choices(
        Text("题目", "Questions"),
        options=[
            (
                "yes",
                Text(
                    "各部分之内打乱题序（材料和小题不拆开）",
                    "Shuffled within their sections; cases stay together",
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
                    "Shuffled, but for those whose author fixed their place",
                ),
            )
        ],
    )
    release = Choice(
        Text("成绩怎样公布", "Release of the results"),
        [Required()],
        options=[
            ("at_once", Text("评完自动公布", "By itself, once marked")),
            ("by_hand", Text("由组织考试的人统一公布", "By hand, for all together")),
        ],
        radios=True,
    )
    after_submission = Choice(
        Text("交卷评完、公布以前", "Marked but not yet released"),
        [Required()],
        hint=Text("只在统一公布时有区别", "Matters only with release by hand"),
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
                    "Score, marks, answers and reasons; who may sit it again waits",
                ),
            ),
        ],
        radios=True,
    )
    addresses = Paragraphs(
        Text("只能在这些地址的机器上开始", "Only machines with these addresses may begin"),
        most=LONGEST_TEXT,
        rows=3,
        hint=Text(
            "每行一个网段或地址，例如 10.1.2.0/24、10.1.3.7；留空为不限",
            "One range or address a line, such as 10.1.2.0/24 or 10.1.3.7; empty: anywhere",
        ),
        optional=True,
    )

    def validate_after_submission(self, field: Choice) -> None:
        """What was shown before release cannot be hidden after it."""
        if (
            field.errors
            or field.data not in blueprint.SHOWN_BEFORE_RELEASE
            or self.review.data not in blueprint.REVIEWS
        ):
            return
        if blueprint.SHOWN_BEFORE_RELEASE.index(field.data) > blueprint.REVIEWS.index(self.review.data) + 1:
            raise wrong(
                Text("公布前给看的比“公布以后”还多", "It shows more than “After release” does"),
                Text("请改正其中一个", "change one of the two"),
            )

    def validate_addresses(self, field: Paragraphs) -> None:
        """Each is a network or the address of a machine."""
        ranges = self.ranges()
        if len(ranges) > MOST_RANGES:
            raise wrong(
                Text(
                    f"最多 {MOST_RANGES} 个，现有 {len(ranges)} 个",
                    f"At most {MOST_RANGES} are allowed, there are {len(ranges)}",
                ),
                Text("请合并成网段", "put them together into ranges"),
            )
        strange = [one for one in ranges if not canonical(one)]
        if strange:
            raise wrong(
                Text(
                    f"“{strange[0][:45]}”不是网段或地址", f"“{strange[0][:45]}” is no network and no address"
                ),
                Text("请写成 10.1.2.0/24 或 10.1.2.7", "write 10.1.2.0/24 or 10.1.2.7"),
            )

    def ranges(self) -> list[str]:
        """The addresses one by one."""
        return [one for one in re.split(r"[\s,，、;；]+", self.addresses.data) if one]

    @property
    def minima(self) -> list[DecimalNumber]:
        """The fields of the competencies."""
        return [field for name, field in self._fields.items() if name.startswith("minima_")]

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page: the minima follow the pass mark."""
        least = self.minima
        for field in super().__iter__():
            if field is self.shuffle_items:
                yield from least
            if field not in least:
                yield field

    def arrangements(self) -> Arrangements:
        """The window and the code."""
        return Arrangements(self.opens_at.data, self.closes_at.data, self.access_code.data)

    def write(self, plan: Data) -> None:
        """Put everything into a plan; what is empty is left out of it."""
        least = {field.name.removeprefix("minima_"): _decimal(field) for field in self.minima}
        said: Data = {name: self.both(name) or None for name in TEXTS}
        said |= {name: self[name].data for name in WHOLE_NUMBERS}
        said |= {name: bool(self[name].data) for name in SHUFFLES}
        said |= {name: self[name].data for name in CHOICES}
        said |= {
            "pass_percent": _decimal(self.pass_percent),
            "minima": {id_: percent for id_, percent in least.items() if percent} or None,
            "addresses": self.ranges() or None,
        }
        for name, value in said.items():
            if value is None:
                plan.pop(name, None)
            else:
                plan[name] = value


def _decimal(field: DecimalNumber) -> str | None:
    """As a plan writes it."""
    return None if field.data is None else field.written(field.data)


def facts_form(competencies: Mapping[str, Text]) -> type[FactsForm]:
    """The form for an installation with these competencies."""
    return _facts_form(tuple(competencies.items()))


@lru_cache(maxsize=8)
def _facts_form(competencies: tuple[tuple[str, Text], ...]) -> type[FactsForm]:
    minima = {
        f"minima_{id_}": DecimalNumber(
            name + Text("（%）", " (%)"), most=100, optional=True, render_kw=_DECIMAL_INPUT
        )
        for id_, name in competencies
    }
    return type("FactsFormOfCompetencies", (FactsForm,), minima)


def stored_facts(draft: Any) -> dict[str, Any]:
    """What a draft says, by the fields of the form."""
    plan = draft.plan
    least = plan.get("minima") if isinstance(plan.get("minima"), Mapping) else {}
    addresses = plan.get("addresses")
    held: dict[str, Any] = {"release": "at_once", "after_submission": "none", "review": "score"}
    for name in TEXTS:
        held |= stored_text(name, plan.get(name))
    held |= {name: plan[name] for name in (*WHOLE_NUMBERS, *CHOICES, "pass_percent") if name in plan}
    held |= {name: ["yes"] if plan.get(name, True) else [] for name in SHUFFLES}
    held |= {f"minima_{id_}": percent for id_, percent in least.items()}
    held["addresses"] = "\n".join(addresses) if isinstance(addresses, list) else ""
    held |= {name: getattr(draft, name) for name in ("opens_at", "closes_at", "access_code")}
    return held
