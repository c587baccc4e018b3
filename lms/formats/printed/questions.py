"""Questions as they stand on a printed paper, in the author's order: stems, options, pictures, and keys."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms import questions
from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Text
from lms.domain.question.form import Field
from lms.domain.question.protocol import Question
from lms.domain.text.markup import block
from lms.domain.text.numbers import decimal_text
from lms.formats.drafts.rubric import rubric_text
from lms.formats.item import Draft
from lms.formats.markup.shown_html import Picture, blocks

NUMERALS = "一二三四五六七八九十"
ORDER = (
    "description", "single_choice", "multiple_choice", "true_false", "blanks", "short_text", "numeric", "ordering",
    "matching", "essay",
)  # fmt: skip
"""In which a paper asks; kinds that are not named come after these."""


_PRINTED = ("stem", "options", "left", "right", "blanks")
"""Of what a kind shows, the words and the gaps in them."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One question with its number on the paper."""

    number: int
    draft: Draft
    question: Question
    shown: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.question.kind

    @property
    def options(self) -> list[tuple[str, str, str]]:
        """(letter, id, HTML) of options, of what is to be ordered, of right sides."""
        rows = self.shown.get("right") or self.shown.get("options") or ()
        return [(letter(place), row["id"], row["text"]) for place, row in enumerate(rows)]


def printed(drafts: Sequence[Draft]) -> list[Printed]:
    """Those that are good questions, by kind, numbered through; a text to read has no number of its own."""
    good = [(draft, found) for draft in drafts if isinstance(found := draft.question(), Question)]
    good.sort(key=lambda pair: _rank(pair[1].kind))
    made, number = [], 0
    for draft, question in good:
        number += question.kind != "description"
        shown = questions.kind(question.kind).show(question.body, None)
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
        if part.form == "flag":
            found += [part.label.zh]
        elif part.form != "pick":
            found += [f"{part.label.zh}：{value}"]
    return found


def unprinted(one: Printed) -> list[Text]:
    """What candidates see on a page and the paper does not print: pictures in options, and whatever a kind shows that
    no paper knows. Rules of marks, which are told apart by `rules_of_marks`, are not among them."""
    form = {part.name: part.label for part in questions.kind(one.kind).FORM}
    known = {*_PRINTED, *(part.name for part in _beside(one))}
    others = [
        form.get(name, Text(name, name)) for name, value in one.shown.items() if value and name not in known
    ]
    rows = [row for name in ("options", "left", "right") for row in one.shown.get(name, ())]
    has_pictures = any(isinstance(part, Picture) for row in rows for part in blocks(row["text"]))
    return [*others, *([Text("选项里的图片", "pictures in options")] if has_pictures else [])]


def rules_of_marks(one: Printed) -> list[str]:
    """How an answer that is partly right counts, as far as candidates see it."""
    picked = [(part, one.shown[part.name]) for part in _beside(one) if part.form == "pick"]
    return [label.zh for part, value in picked for name, label in part.options if name == value]


def _beside(one: Printed) -> list[Field]:
    """The single values of the form, beside the stem, that candidates see."""
    return [
        part
        for part in questions.kind(one.kind).FORM
        if isinstance(part, Field) and part.name not in _PRINTED and one.shown.get(part.name)
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
    kinds = list(dict.fromkeys(one.kind for one in made))
    for place, kind in enumerate(kinds):
        own = [one for one in made if one.kind == kind]
        points = decimal_text(sum((one.draft.points for one in own), Decimal(0)))
        name = questions.kind(kind).NAME.zh
        count = "" if kind == "description" else f"（共 {len(own)} 题，{points} 分）"
        mark = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        found.append((f"{mark}、{name}{count}", own))
    return found


def answer(one: Printed) -> str:
    """The key in words, as our reader of papers takes it back; "" for what has none."""
    key = questions.kind(one.kind).key(one.question.body)
    names = {id_: name for name, id_, _ in one.options}
    match one.kind:
        case "single_choice":
            return names[str(key["choice"])]
        case "multiple_choice":
            return "".join(sorted(names[id_] for id_ in key["choices"]))
        case "ordering":
            return "".join(names[id_] for id_ in key["order"])
        case "matching":
            return " ".join(f"{left}-{names[id_]}" for left, id_ in key["pairs"].items())
        case "true_false":
            return "正确" if key["value"] else "错误"
    return _written(one)


def _written(one: Printed) -> str:
    """Of kinds that are answered in words, from the data of the question."""
    data = questions.kind(one.kind).dump(one.question.body)
    if one.kind == "blanks":
        return " | ".join(_alternatives(blank["answers"]) for blank in data["blanks"])
    if one.kind == "short_text":
        return _alternatives(data["answers"])
    if one.kind == "numeric":
        row = next(row for row in data["answers"] if row["fraction"] == "1")
        tolerance = "" if row["tolerance"] == "0" else f"±{row['tolerance']}"
        unit = "" if tolerance else data.get("unit", "")
        return f"{row['number']}{tolerance}{unit}"
    if one.kind == "essay":
        return str(data.get("sample", ""))
    key = questions.kind(one.kind).key(one.question.body)
    return "；".join(str(value) for value in key.values())


def rubric(one: Printed) -> str:
    """How the question is marked: of an essay one criterion a line; else its rules, and what earns a share."""
    own = questions.kind(one.kind)
    data = own.dump(one.question.body)
    if data.get("rubric"):
        return rubric_text(data["rubric"])
    flags = [
        part.label.zh
        for part in own.FORM
        if isinstance(part, Field)
        and part.form == "flag"
        and data.get(part.name) is True
        and not part.default
    ]
    return "；".join([*rules_of_marks(one), *_orders(one, data), *notes(one), *flags, *_shares(data)])


def _orders(one: Printed, data: Mapping[str, Any]) -> list[str]:
    """A 最先, B 在 C 前: what an order is marked by."""
    names = {id_: name for name, id_, _ in one.options}
    found = []
    for row in data.get("constraints", ()):
        match row:
            case {"before": first, "after": second}:
                found.append(f"{names[first]} 在 {names[second]} 前")
            case {"first": first}:
                found.append(f"{names[first]} 最先")
            case {"last": last}:
                found.append(f"{names[last]} 最后")
        found[-1] += f"（权重 {row['weight']}）" if row["weight"] != "1" else ""
    return found


def _shares(data: Any) -> list[str]:
    """“公函”得 1/2, “397.1”误差 ±0.5: whatever in the data of a question earns another share, or is right nearby."""
    if isinstance(data, Mapping):
        if data.get("number") is True and data.get("tolerance", "0") != "0":
            return [f"“{data['answers'][0]['text']}”误差 ±{data['tolerance']}", *_shares(data["answers"])]
        said = data.get("text", data.get("number"))
        if "fraction" in data:
            return [f"“{said}”得 {data['fraction']}"] if data["fraction"] != "1" else []
        return [share for value in data.values() for share in _shares(value)]
    return [share for value in data for share in _shares(value)] if isinstance(data, list) else []


def letter(place: int) -> str:
    """A to Z, then AA."""
    return letter(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)


def stem(question: Question) -> str:
    """As HTML, with pictures by their names."""
    return block(question.body.stem, resolve=lambda name: name)


def _alternatives(answers: Sequence[Mapping[str, str]]) -> str:
    """Those that earn the whole mark."""
    return ";".join(row["text"] for row in answers if row.get("fraction", "1") == "1")


def _rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _pictures(draft: Draft) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in draft.more.get("files", ()):
        if isinstance(file, Mapping) and isinstance(file.get("base64"), str):
            try:
                found[str(file.get("name", ""))] = base64.b64decode(file["base64"], validate=True)
            except ValueError:
                continue
    return found
