"""Short answers, pairs and orders."""

import re
from fractions import Fraction
from typing import Any

from lms.domain.problem import Problem, Text
from lms.formats.gift.blocks import restored, shown
from lms.formats.gift.made import HASH_IS_FEEDBACK, WRITE_HASH, Made
from lms.formats.gift.shares import need_full_mark, weight
from lms.formats.gift.span import Span, refuse, trouble
from lms.formats.markup.moodle_text import answer_of, option_of

_FULL_WIDTH_MARK = re.compile(r"\s[～＝]\S")
_WILDCARD = re.compile(r"(?<!\\)\*")
_ORDER = re.compile(r"\s*>\s*(\d+)[ \t]*")
_SETTINGS = re.compile(
    r"(ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE_NEXT_EXCLUDE_LAST|RELATIVE_NEXT_INCLUDE_LAST"
    r"|RELATIVE_ONE_PREVIOUS_AND_NEXT|RELATIVE_ALL_PREVIOUS_AND_NEXT|RELATIVE_TO_CORRECT|RELATIVE|REL"
    r"|LONGEST_ORDERED_SUBSET|LONGEST_CONTIGUOUS_SUBSET|ALL|EXACT|RANDOM|CONTIGUOUS|CONTIG"
    r"|HORIZONTAL|HORI|H|VERTICAL|VERT|V|SHOW|TRUE|YES|HIDE|FALSE|NO|[01]|none|123|abc|ABCD|iii|IIII)(?:[ \t]+|$)"
)
_RULES = {
    "ALL_OR_NOTHING": "exact",
    "ABSOLUTE_POSITION": "positions",
    "ABSOLUTE": "positions",
    "ABS": "positions",
}


def marked_answers(answer: Span) -> list[Span]:
    """The answers behind =; the first may stand without."""
    parts = [part.strip() for part in answer.split("=")]
    return parts[1:] if not parts[0].text else parts


def told(answer: Span, form: str) -> tuple[Span, str]:
    """An answer and the feedback behind its #."""
    body, *feedback = answer.split("#", 1)
    return body, option_of(*shown(feedback[0], form)) if feedback else ""


def short_answer(answer: Span, form: str) -> Made:
    """Words that are compared. "*" means anything in Moodle: at 0 it carries a feedback, elsewhere it is no key."""
    rows: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    notes: list[Problem] = []
    for piece in marked_answers(answer):
        share, rest = weight(piece)
        body, feedback = told(rest, form)
        text = _words(piece, body, form, feedback)
        share = Fraction(1) if share is None else share
        if text == "*" and share <= 0:
            said += [{"answer": "*", "feedback": feedback}] if feedback else []
        elif _WILDCARD.search(text):
            notes.append(_pattern(piece.line, text))
            said.append({"answer": text, "fraction": str(share), "feedback": feedback})
        else:
            text = text.replace("\\*", "*")
            rows.append({"text": text, **({} if share == 1 else {"fraction": str(max(share, Fraction(0)))})})
            said += [{"answer": text, "feedback": feedback}] if feedback else []
    if not rows:
        raise refuse(
            answer.line,
            Text("没有可以比对的答案", "there is no answer to compare with"),
            Text("请写出至少一个不含 * 的答案", "Write at least one answer without *"),
        )
    need_full_mark(rows, answer.line)
    return Made("short_text", {"answers": rows}, {"answer_feedback": said} if said else {}, tuple(notes))


def _words(piece: Span, body: Span, form: str, feedback: str) -> str:
    """The words of an answer; refused where they are missing or look like options."""
    text = answer_of(*shown(body, form))
    if not text:
        what = HASH_IS_FEEDBACK if feedback else Text("有一个空的答案", "an answer is empty")
        raise refuse(piece.line, what, WRITE_HASH)
    if _FULL_WIDTH_MARK.search(text):
        raise refuse(
            piece.line,
            Text(
                "答案里有全角的 ～ 或 ＝，像是选项的标记",
                "a full-width ～ or ＝ stands in the answer, as before an option",
            ),
            Text(
                "选项请用半角的 ~ 和 =；若是文字请去掉前面的空格",
                "Write ~ and = half width, or remove the blank before it if it is text",
            ),
        )
    return text


def _pattern(line: int, text: str) -> Problem:
    what = Text(
        f"答案“{text[:40]}”里的 * 在 Moodle 中代表任意文字，这里不用通配符，已略去这个答案",
        f'in "{text[:40]}" the * stands for any text in Moodle; there are no wildcards here, so it was left out',
    )
    return trouble(line, what, Text("请把可接受的答案逐个写出", "Write out each answer that counts"))


def pairs(answer: Span, form: str) -> Made:
    """Left -> right; an empty left makes a right side that matches nothing."""
    found: list[dict[str, str]] = []
    extra: list[str] = []
    for piece in marked_answers(answer):
        left, arrow, right = piece.text.partition("->")
        if not arrow:
            raise refuse(
                piece.line,
                Text("配对题的这一项没有 ->", "this pair has no ->"),
                Text("请写成 =左项 -> 右项", "Write it as =left -> right"),
            )
        one = option_of(*shown(Span(left, piece.line), form))
        other = option_of(restored(right).strip(), "plain")
        if one:
            found.append({"left": one, "right": other})
        else:
            extra.append(other)
    if len(found) < 2 or not all(pair["right"] for pair in found):
        raise refuse(
            answer.line,
            Text("配对题至少要有两对完整的左右项", "a matching question needs two whole pairs at least"),
            Text("请逐对写成 =左项 -> 右项", "Write each pair as =left -> right"),
        )
    rights = {pair["right"] for pair in found}
    over = [text for text in dict.fromkeys(extra) if text not in rights]
    return Made("matching", {"pairs": found, **({"extra": over} if over else {})})


def order(answer: Span, form: str) -> Made | None:
    """{>3 ALL VERTICAL ABSOLUTE_POSITION … and one entry a line}; None if it does not begin so."""
    head = _ORDER.match(answer.text)
    if head is None:
        return None
    settings = []
    place = head.end()
    while found := _SETTINGS.match(answer.text.partition("\n")[0], place):
        settings.append(found[1])
        place = found.end()
    entries = [line.strip() for line in answer.part(place).split("\n")]
    texts = [option_of(restored(line.text), "moodle") for line in entries if line.text]
    grading = next(
        (name for name in settings if name in _RULES or name.startswith(("RELATIVE", "LONGEST"))), ""
    )
    rule = _RULES.get(grading, "pairs")
    notes = [] if grading in _RULES or not grading else [_other_rule(answer.line, grading)]
    if int(head[1][:6]) < len(texts) and not {"ALL", "EXACT"} & set(settings):
        notes.append(_subset(answer.line, int(head[1][:6]), len(texts)))
    more = {"ordering": " ".join([head[1], *settings])}
    return Made("ordering", {"order": texts, "rule": rule}, more, tuple(notes))


def _other_rule(line: int, grading: str) -> Problem:
    what = Text(
        f"没有 {grading} 这种计分规则，已改为按先后关系计分",
        f"there is no rule {grading} here; pairs in order count",
    )
    how = Text(
        "请核对计分规则，必要时改为按位置或全对得分", "Check the rule; positions or all-or-nothing are others"
    )
    return trouble(line, what, how)


def _subset(line: int, count: int, total: int) -> Problem:
    what = Text(
        f"Moodle 每次从 {total} 项中取 {count} 项，这里全部 {total} 项都出",
        f"Moodle shows {count} of the {total} entries; here all {total} are shown",
    )
    return trouble(line, what, Text("不需要的项请删去", "Remove entries that are not wanted"))
