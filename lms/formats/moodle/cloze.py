"""Cloze, Moodle's text with answers in it: {1:SHORTANSWER:=119~%50%110#feedback}."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.markup.html_text import line_of, words_of
from lms.formats.markup.moodle_text import stem_of
from lms.formats.moodle.question import Entry, evened, nearest, raw_text

_CODE = re.compile(
    r"\{\s*(\d{0,4}(?:\.\d{1,4})?)\s*:\s*([A-Z_]{2,20})\s*:((?:\\.|[^\\}]){0,5000})\}", re.DOTALL
)
_KINDS = (
    ("number", r"NUMERICAL|NM"),
    ("words", r"SHORTANSWER(?:_C)?|SAC?|MWC?"),
    ("several", r"MULTIRESPONSE(?:_[HS]+)?|MR[HS]{0,2}"),
    ("one", r"MULTICHOICE(?:_[VHRS]+)?|MC[VHRS]{0,3}"),
)
_LINES = re.compile(r"_{3,}")
_SHARE = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{0,12})?)%")


@dataclass(frozen=True, slots=True)
class Choice:
    """An alternative of a gap: raw words (HTML), its share, None if nothing is said of it, and its feedback."""

    words: str
    share: Fraction | None
    feedback: str


@dataclass(frozen=True, slots=True)
class Gap:
    """`kind` is number, words, one (of several to choose from) or several."""

    kind: str
    mark: Decimal
    choices: tuple[Choice, ...]


def cloze(entry: Entry) -> tuple[str, dict[str, Any]]:
    """Blanks; a text with a single gap to choose from is a choice."""
    source, form = raw_text(
        next((c for c in entry.element if c.tag.rpartition("}")[2] == "questiontext"), None)
    )
    source = _LINES.sub("——", source)
    gaps = [_gap(entry, found) for found in _CODE.finditer(source)]
    if not gaps:
        what = Text("文中没有填空的代码", "has no gaps in its text")
        raise entry.refuse(
            what, Text("请核对 {1:SHORTANSWER:=…} 的写法", "Check the {1:SHORTANSWER:=…} in it")
        )
    if len({gap.mark for gap in gaps}) > 1:
        what = Text("各空分值不同，这里各空相等", "has gaps of different marks; here all count the same")
        entry.note(what, Text("请核对分值，必要时拆成几道题", "Check the marks, or split the question"))
    entry.more["points"] = sum((gap.mark for gap in gaps), Decimal(0))
    said = [
        {"gap": str(number), "answer": words_of(choice.words), "feedback": choice.feedback}
        for number, gap in enumerate(gaps, 1) for choice in gap.choices if choice.feedback
    ]  # fmt: skip
    if len(gaps) == 1 and gaps[0].kind in ("one", "several"):
        return _as_choice(gaps[0], stem_of(_CODE.sub("____", source), form))
    entry.more |= {"answer_feedback": said} if said else {}
    blanks = [_blank(entry, gap) for gap in gaps]
    following = iter(gaps)
    stem = stem_of(_CODE.sub(lambda _: "____" + _to_choose_from(next(following)), source), form)
    if any(gap.kind == "one" for gap in gaps):
        what = Text(
            "下拉选择已改为填空，备选项写在空后",
            "gaps to choose from became gaps to fill in, with the choices beside them",
        )
        entry.note(what, Text("请核对题面", "Check how it reads"))
    return "blanks", {"stem": stem, "blanks": blanks}


def _gap(entry: Entry, found: re.Match[str]) -> Gap:
    kind = next((kind for kind, names in _KINDS if re.fullmatch(names, found[2])), "")
    if not kind:
        what = Text(f"不认识填空的类型 {found[2]}", f"the kind {found[2]} of a gap is not known")
        raise entry.refuse(what, Text("请改成 SHORTANSWER 或 NUMERICAL", "Make it SHORTANSWER or NUMERICAL"))
    mark = Decimal(found[1]) if found[1] else Decimal(1)
    choices = tuple(_choice(part) for part in re.split(r"(?<!\\)~", found[3]) if part.strip())
    return Gap(kind, mark, choices)


def _choice(part: str) -> Choice:
    part = part.strip()
    share = Fraction(1) if part.startswith("=") else None
    part = part.removeprefix("=")
    percent = _SHARE.match(part) if share is None else None
    if percent:
        share = nearest(Fraction(percent[1].replace(",", ".").rstrip(".")) / 100)
        part = part[percent.end() :]
    words, _, feedback = re.sub(r"(?<!\\)#", "\x00", part, count=1).partition("\x00")
    return Choice(_bare(words), share, line_of(_bare(feedback)))


def _bare(raw: str) -> str:
    r"""Without the backslashes of \} \# \~ \/ \"."""
    return re.sub(r"\\([}#~/\"'\\])", r"\1", raw).strip()


def _blank(entry: Entry, gap: Gap) -> dict[str, Any]:
    if gap.kind == "several":
        what = Text("文中有可多选的空，不支持", "has a gap with several choices, which is not supported")
        raise entry.refuse(what, Text("请拆成多选题", "Make it a multiple choice question of its own"))
    if gap.kind == "number":
        return _number(entry, gap)
    answers: dict[str, Fraction] = {}
    for choice in gap.choices:
        words = words_of(choice.words)
        if choice.share and choice.share > 0 and words and words != "*":
            answers.setdefault(words, choice.share)
    return {"answers": [_answer(words, share) for words, share in answers.items()]}


def _answer(words: str, share: Fraction) -> Any:
    return words if share == 1 else {"text": words, "fraction": str(share)}


def _number(entry: Entry, gap: Gap) -> dict[str, Any]:
    """One tolerance for the gap, as ours have; where Moodle's differ the widest of the full answers is taken."""
    answers, within = [], []
    for choice in gap.choices:
        words, _, tolerance = unescape(choice.words).partition(":")
        value, off = read_number(words), read_number(tolerance or "0")
        if words.strip() == "*" or not choice.share or choice.share <= 0:
            continue
        if value is None or off is None or off < 0:
            what = Text(f"“{words[:40]}”不是一个数", f'"{words[:40]}" is not a number')
            raise entry.refuse(
                what, Text("请在 Moodle 中改正后重新导出", "Correct it in Moodle and export again")
            )
        answers.append(_answer(decimal_text(value), choice.share))
        within.append((choice.share, off))
    if len({off for _, off in within}) > 1:
        what = Text(
            "一个空有几种误差，已用满分答案的误差",
            "has a gap with several tolerances; that of the full answer was taken",
        )
        entry.note(what, Text("请核对误差", "Check the tolerance"))
    widest = max((off for share, off in within if share == 1), default=Decimal(0))
    return {"answers": answers, "number": True, "tolerance": decimal_text(widest)}


def _to_choose_from(gap: Gap) -> str:
    if gap.kind != "one":
        return ""
    return "（" + "／".join(words_of(choice.words) for choice in gap.choices) + "）"


def _as_choice(gap: Gap, stem: str) -> tuple[str, dict[str, Any]]:
    shares = [choice.share or Fraction(0) for choice in gap.choices]
    if gap.kind == "several":
        rights = sum(share > 0 for share in shares)
        total = sum((share for share in shares if share > 0), Fraction(0))
        # Moodle makes the right ones sum to 1, and takes a part for each wrong one of which nothing is said.
        shares = [
            share / total if share > 0 else share if choice.share is not None else -Fraction(1, rights)
            for share, choice in zip(shares, gap.choices, strict=True)
        ] if total else shares  # fmt: skip
        shares = evened(shares)
    options = [
        {"text": line_of(choice.words), **({"fraction": str(share)} if share else {}),
         **({"feedback": choice.feedback} if choice.feedback else {})}
        for choice, share in zip(gap.choices, shares, strict=True)
    ]  # fmt: skip
    if gap.kind == "several":
        return "multiple_choice", {"stem": stem, "options": options, "rule": "weights"}
    return "single_choice", {"stem": stem, "options": options}
