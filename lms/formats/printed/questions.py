"""Questions as they stand on a printed paper, in the author's order: stems, options, pictures, and keys."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lms import questions
from lms.domain.markup import block
from lms.domain.numbers import decimal_text
from lms.domain.problem import Problem, Text
from lms.domain.question import Question
from lms.formats.item import Draft
from lms.formats.rubric import rubric_text
from lms.formats.shown_html import Picture, blocks

NUMERALS = "一二三四五六七八九十"
ORDER = (
    "description", "single_choice", "multiple_choice", "true_false", "blanks", "short_text", "numeric", "ordering",
    "matching", "essay",
)  # fmt: skip
"""In which a paper asks; kinds that are not named come after these."""


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
                found.append(Problem(draft.where or draft.name, what, how, notice=True))
    return found


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
        Problem("", what, Text("需要保留的，请另存为 TOML", "To keep them, write TOML as well"), notice=True)
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
    """Of an essay, one criterion a line."""
    data = questions.kind(one.kind).dump(one.question.body)
    return rubric_text(data["rubric"]) if data.get("rubric") else ""


def letter(place: int) -> str:
    """A to Z, then AA."""
    return letter(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)


def stem(question: Question) -> str:
    """As HTML, with pictures by their names."""
    return block(question.body.stem, resolve=lambda name: name)


def _alternatives(answers: Sequence[Any]) -> str:
    return ";".join(str(row["text"] if isinstance(row, Mapping) else row) for row in answers)


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
