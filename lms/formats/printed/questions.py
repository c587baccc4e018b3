"""Questions as they stand on a printed paper, in the author's order: stems, options, pictures, and keys."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms import questions
from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text
from lms.domain.question.form import FormField
from lms.domain.question.paper import PaperLayout, PrintedKey
from lms.domain.question.protocol import NEVER, Kind, Question
from lms.domain.text.markup import block_html
from lms.domain.text.numbers import decimal_text
from lms.formats.drafts.rubric import rubric_text
from lms.formats.item import Draft
from lms.formats.markup.shown_html import Picture, blocks

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Printed:
    """One question with its number on the paper."""

    number: int
    draft: Draft
    question: Question
    shown: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return questions.get_kind(self.question.kind)

    @property
    def asks(self) -> bool:
        """Whether there is anything to answer."""
        return self.kind.SCORING != NEVER

    @property
    def form(self) -> PaperLayout:
        """What stands below the stem, and where the answer goes."""
        return self.kind.paper_layout(self.shown)


def printed(drafts: Sequence[Draft]) -> list[Printed]:
    """Those that are good questions, by kind, numbered through; a text to read has no number of its own."""
    good = [(draft, found) for draft in drafts if isinstance(found := draft.question(), Question)]
    good.sort(key=lambda pair: (questions.get_kind(pair[1].kind).PRINT_ORDER, pair[1].kind))
    made, number = [], 0
    for draft, question in good:
        own = questions.get_kind(question.kind)
        number += own.SCORING != NEVER
        shown = own.show(question.body, None)
        made.append(Printed(number, draft, question, shown, _pictures(draft)))
    return made


def unprintable(drafts: Sequence[Draft]) -> list[Problem]:
    """What is wrong with drafts that are no questions, and pictures that are not at hand."""
    found: list[Problem] = []
    for draft in drafts:
        question = draft.question()
        if not isinstance(question, Question):
            found += question
            continue
        at_hand = _pictures(draft)
        for part in blocks(stem(question)):
            if isinstance(part, Picture) and part.address not in at_hand:
                what = Text(
                    f"图片 {part.address} 不在文件里，印成文字", f"the picture {part.address} is not at hand"
                )
                how = Text(
                    "请印后贴图，或从带图片的文件转换", "Paste it in, or convert from a file that holds it"
                )
                found.append(Problem(draft.by_place, what, how, notice=True))
    return found


def notes(one: Printed) -> list[str]:
    """What candidates see of a question beside its words: 单位：公里, 最少字数：300, 各空不分先后."""
    found = []
    for part in _beside(one):
        value = one.shown[part.name]
        if part.control == "flag":
            found += [part.label.zh]
        elif part.control != "pick":
            found += [f"{part.label.zh}：{value}"]
    return found


def unprinted(one: Printed) -> list[Text]:
    """What candidates see on a page and the paper does not print: pictures in rows, and whatever of `shown` is neither
    among the rows nor a value of the form. Rules of marks, which are told apart by `rules_of_marks`, are not among them."""
    labels = {part.name: part.label for part in one.kind.FORM}
    known = {"stem", *(part.name for part in _beside(one))}
    others = [
        labels.get(name, Text(name, name))
        for name, value in one.shown.items()
        if value and name not in known and not _prints(one.form, value)
    ]
    has_pictures = any(isinstance(part, Picture) for row in one.form.rows for part in blocks(row.html))
    return [*others, *([Text("选项里的图片", "pictures in options")] if has_pictures else [])]


def _prints(form: PaperLayout, value: Any) -> bool:
    """Whether every text in `value`, but for ids, stands in a row, or it is the number of gaps."""
    if isinstance(value, str):
        return value in {row.html for row in form.rows}
    if isinstance(value, Mapping):
        return all(_prints(form, inner) for name, inner in value.items() if name != "id")
    if isinstance(value, list):
        return all(_prints(form, inner) for inner in value)
    return bool(form.gaps) and value == form.gaps


def rules_of_marks(one: Printed) -> list[str]:
    """How an answer that is partly right counts, as far as candidates see it."""
    picked = [(part, one.shown[part.name]) for part in _beside(one) if part.control == "pick"]
    return [label.zh for part, value in picked for name, label in part.options if name == value]


def _beside(one: Printed) -> list[FormField]:
    """The single values of the form, beside the stem, that candidates see."""
    return [
        part
        for part in one.kind.FORM
        if isinstance(part, FormField) and part.name != "stem" and one.shown.get(part.name)
    ]


def unsaid(drafts: Sequence[Draft]) -> list[Problem]:
    """What no printed document of these questions says: told once, with how many it concerns."""
    count = sum(
        bool(
            draft.tags
            or draft.meta
            or (isinstance(found := draft.question(), Question) and found.translations)
        )
        for draft in drafts
    )
    if not count:
        return []
    what = Text(
        f"{count} 题的译文、标签、能力、来源等不印",
        f"translations, tags and sources of {count} questions are not printed",
    )
    return [
        Problem(
            NOWHERE, what, Text("需要保留的，请另存为 TOML", "To keep them, write TOML as well"), notice=True
        )
    ]


def sections(made: Sequence[Printed]) -> list[tuple[str, list[Printed]]]:
    """("一、单选题（共 3 题，6 分）", its questions)."""
    found: list[tuple[str, list[Printed]]] = []
    kinds = list(dict.fromkeys(one.question.kind for one in made))
    for place, kind in enumerate(kinds):
        own = [one for one in made if one.question.kind == kind]
        points = decimal_text(sum((one.draft.points for one in own), Decimal(0)))
        count = f"（共 {len(own)} 题，{points} 分）" if own[0].asks else ""
        mark = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        found.append((f"{mark}、{own[0].kind.NAME.zh}{count}", own))
    return found


def printed_key(one: Printed) -> PrintedKey:
    """The key in words."""
    return one.kind.print_key(one.question.body, one.form)


def rubric(one: Printed) -> str:
    """How the question is marked: by its rubric, one criterion a line; else its rules, and what earns a share."""
    if criteria := questions.rubric(one.question):
        return rubric_text(criteria)
    data = one.kind.dump(one.question.body)
    flags = [
        part.label.zh
        for part in one.kind.FORM
        if isinstance(part, FormField)
        and part.control == "flag"
        and data.get(part.name) is True
        and not part.default
    ]
    return "；".join([*rules_of_marks(one), *notes(one), *flags, *printed_key(one).marking])


def stem(question: Question) -> str:
    """As HTML, with pictures by their names."""
    return block_html(question.body.stem, resolve=lambda name: name)


def _pictures(draft: Draft) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in draft.more.get("files", ()):
        if isinstance(file, Mapping) and isinstance(file.get("base64"), str):
            try:
                found[str(file.get("name", ""))] = base64.b64decode(file["base64"], validate=True)
            except ValueError:
                continue
    return found
