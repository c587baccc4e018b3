"""Forms of the lists: filters, what to export, which versions to compare, which questions to retire."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from lms.bank import messages
from lms.bank.authoring.bulk_change import MOST
from lms.bank.browse.lists import Filter
from lms.bank.imports.find import VIEWS
from lms.bank.review import LONGEST_COMMENT
from lms.domain.problem import Text
from lms.domain.question.difficulty import DIFFICULTIES
from lms.web.forms import Choice, Form, Hidden, IdChoice, Ids, Line, Reason, Required

ALL = Text("全部", "All")
LEVELS = [(str(level), str(level)) for level in range(1, 6)]
COMPETENCY = Text("能力", "Competency")
LEVEL = Text("等级", "Level")


class ItemsFilter(Form):
    """Which questions the list shows; empty fields do not filter."""

    q = Line(Text("题目里的字词或题名", "Words in the question or its name"), most=80, type_of_input="search")
    competency = Choice(COMPETENCY, first=ALL)
    kind = Choice(Text("题型", "Kind"), first=ALL)
    level = Choice(LEVEL, options=LEVELS, first=ALL)
    state = Choice(
        Text("状态", "State"),
        options=[
            ("draft", Text("草稿", "Draft")),
            ("returned", Text("已退回", "Returned")),
            ("in_review", Text("待审", "In review")),
            ("supplied", Text("未复审", "Not reviewed here")),
            ("approved", Text("已批准", "Approved")),
            ("retired", Text("已停用", "Retired")),
        ],
        first=ALL,
    )
    mine = Choice(
        Text("作者", "Author"),
        options=[("1", Text("最新一版是我写的", "I wrote the newest version"))],
        first=Text("所有人", "Everybody"),
    )
    sort = Choice(
        Text("排序", "Sort by"),
        options=[
            ("new", Text("最近修改在前", "Recently changed first")),
            ("name", Text("按题名", "By name")),
            ("hard", Text("最难的在前", "Hardest first")),
            ("easy", Text("最易的在前", "Easiest first")),
            ("weak", Text("区分度低的在前", "Least discriminating first")),
            ("seen", Text("考过最多的在前", "Most often asked first")),
        ],
        first=Text("按编号", "By number"),
    )
    tag = Line(Text("标签", "Tag"), most=80)
    source = Line(
        Text("依据或失效条件里的字词", "Words in the source, or in what would make it wrong"), most=80
    )
    case = Line(Text("所属材料的题名", "Name of its text"), most=80)
    difficulty = Choice(Text("难度", "Difficulty"), options=list(DIFFICULTIES.items()), first=ALL)
    use = Choice(
        Text("使用", "Use"),
        options=[
            ("exam", Text("已发布的考试可抽到", "Published exams may draw it")),
            ("used", Text("考过", "Asked in an exam")),
            ("unused", Text("从未用过", "Never used")),
            ("practice", Text("仅供练习", "Practice only")),
        ],
        first=ALL,
    )
    after = Hidden(most=20)

    @property
    def more_asked(self) -> bool:
        """Whether any condition in the collapsed part is filled in."""
        return any(field.shown for field in (self.tag, self.source, self.case, self.difficulty, self.use))

    def chosen(self) -> Filter:
        """Return the filter, once the form is valid."""
        return Filter(
            words=self.q.data,
            competency=self.competency.data,
            kind=self.kind.data,
            state=self.state.data,
            level=int(self.level.data or 0),
            mine=bool(self.mine.data),
            tag=self.tag.data,
            case=self.case.data,
            source=self.source.data,
            use=self.use.data,
            sort=self.sort.data,
            difficulty=self.difficulty.data,
        )


def items_filter(competencies: Mapping[str, Any], kinds: Mapping[str, Text]) -> ItemsFilter:
    """Return the filter in the address, or the one sent with an action on the list."""
    form = ItemsFilter() if request.method == "POST" else ItemsFilter(request.args)
    form.competency.options = options_of(competencies)
    form.kind.options = list(kinds.items())
    return form


def options_of(competencies: Mapping[str, Mapping[str, str]]) -> list[tuple[str, Text]]:
    """Return the competencies as options."""
    return [(id, Text(name["zh"], name["en"])) for id, name in competencies.items()]


def address_of(chosen: Filter) -> dict[str, Any]:
    """Return the filter as the parameters of an address, without those that are empty."""
    values = {
        "q": chosen.words,
        "competency": chosen.competency,
        "kind": chosen.kind,
        "state": chosen.state,
        "level": chosen.level,
        "mine": int(chosen.mine),
        "tag": chosen.tag,
        "case": chosen.case,
        "source": chosen.source,
        "use": chosen.use,
        "sort": chosen.sort,
        "difficulty": chosen.difficulty,
    }
    return {name: value for name, value in values.items() if value}


class ExportForm(Form):
    """Which questions to export, and in which format."""

    scope = Choice(Text("范围", "Which questions"))
    to = Choice(
        Text("格式", "Format"),
        [Required(*messages.FORMAT_MISSING)],
    )


def export_form(banks: Iterable[tuple[str, Text]], formats: Mapping[str, Text], first: Text) -> ExportForm:
    """Return the form as sent or as in the address, with Excel as the default. `first` names what the list shows."""
    args = MultiDict(request.args)
    args.setdefault("to", "excel")
    form = ExportForm() if request.method == "POST" else ExportForm(args)
    form.scope.first = first
    form.scope.options = banks
    form.to.options = formats.items()
    return form


class CompareForm(Form):
    """Two versions of one question."""

    old = IdChoice(Text("从", "From"), [Required()])
    new = IdChoice(Text("到", "To"), [Required()])


class SourceFilter(Form):
    """Which source the questions are based on."""

    source = Line(
        Text("依据或失效条件里的字词", "Words in the source, or in what would make it wrong"),
        most=80,
        type_of_input="search",
        hint=Text("例如：条例 第十五条", "For example: 条例 第十五条"),
    )


class RetireSeveralForm(Form):
    """Which questions to retire, and why."""

    source = Hidden(most=80)
    item = Ids(
        Text("题目", "Questions"),
        [Required(*messages.NO_QUESTION_TICKED)],
        most=MOST,
    )
    reason = Line(
        Text("停用原因", "Reason"),
        [Reason()],
        most=LONGEST_COMMENT,
        hint=Text(
            "例如：条例已于 2026 年 12 月 1 日修订。已考过的试卷和成绩不受影响。",
            "For example: the regulation was revised on 1 December 2026. Past exams and scores do not change.",
        ),
    )


def view_of(values: Mapping[str, str]) -> str:
    """Return which entries of an import to show; all if the value is unknown."""
    view = values.get("show", "")
    return view if view in VIEWS else ""
