"""What each of Moodle's question types is here: a kind and its own keys."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.domain.text.numbers import decimal_text, read_number
from lms.formats.containers.safe_xml import Element, child, children, text
from lms.formats.drafts.rubric import rubric_of
from lms.formats.markup.plain_text import line_of_plain
from lms.formats.moodle.cloze import cloze
from lms.formats.moodle.gaps import gaps_to_choose
from lms.formats.moodle.question import Entry, evened, feedback, old_picture, option, raw_text

Made = tuple[str, dict[str, Any]]

_TRUTH = {
    "true": True,
    "正确": True,
    "对": True,
    "是": True,
    "false": False,
    "错误": False,
    "错": False,
    "否": False,
}
_ORDER_RULES = {"-1": "exact", "0": "positions", "ALL_OR_NOTHING": "exact", "ABSOLUTE_POSITION": "positions"}
_USUAL_ORDER = ("VERTICAL", "ALL", "0", "SHOW", "1")
_MARK_AGAIN = Text("请在 Moodle 中标出正确答案后重新导出", "Mark the right answer in Moodle and export again")


def made_of(entry: Entry) -> Made:
    """The kind and its data with the stem; what our kind has no place for goes to `entry.more`."""
    make = _MAKERS.get(entry.kind)
    if make is None:
        what = Text(f"不支持 Moodle 的题型 {entry.kind}", f"Moodle's type {entry.kind} is not supported")
        how = Text(
            "请在 Moodle 中改成选择、填空、匹配等题型，或手工录入",
            "Make it a choice, short answer or matching in Moodle",
        )
        raise entry.refuse(what, how)
    kind, data = make(entry)
    stem = data.get("stem") or entry.stem() or (entry.name if kind != "description" else "")
    if picture := old_picture(entry.element):
        stem += f"\n\n![{picture}]({picture})"
    return kind, {**data, "stem": stem}


def _choice(entry: Entry) -> Made:
    single = entry.flag("single", True)
    shares = [entry.share(answer) for answer in entry.answers()]
    if not single and evened(shares) != shares:
        shares = evened(shares)
        what = Text(
            "正确选项的比例合计不到 100%，已按平均计",
            "the fractions of its right options make less than 100%; equal parts were taken",
        )
        entry.note(what, Text("请核对各选项的比例", "Check the fractions"))
    if not any(share > 0 for share in shares):
        raise entry.refuse(Text("没有一个正确选项", "no option is right"), _MARK_AGAIN)
    plain = single and shares.count(Fraction(1)) == 1 and set(shares) == {Fraction(0), Fraction(1)}
    options = [_option(answer, share, plain) for answer, share in zip(entry.answers(), shares, strict=True)]
    data: dict[str, Any] = {"options": options}
    if not entry.flag("shuffleanswers", True):
        data["shuffle"] = False
    if single:
        return "single_choice", data
    return "multiple_choice", {**data, "rule": "weights"}


def _option(answer: Element, share: Fraction, plain: bool) -> dict[str, Any]:
    key: dict[str, Any] = {}
    if share:
        key = {"right": True} if plain else {"fraction": str(share)}
    words = feedback(answer)
    return {"text": option(answer), **key, **({"feedback": words} if words else {})}


def _set_of_choices(entry: Entry) -> Made:
    """The plugin multichoiceset: all or nothing."""
    options = [
        {"text": option(answer), **({"right": True} if entry.share(answer) > 0 else {}),
         **({"feedback": words} if (words := feedback(answer)) else {})}
        for answer in entry.answers()
    ]  # fmt: skip
    return "multiple_choice", {"options": options, "rule": "all_or_nothing"}


def _true_false(entry: Entry) -> Made:
    """Answers are named true and false; in old files only their order tells, true first."""
    rows: dict[bool, tuple[Fraction, str]] = {}
    by_order = False
    for place, answer in enumerate(entry.answers()[:2]):
        named = _TRUTH.get(option(answer).strip("*_ .。").lower())
        by_order = by_order or named is None
        rows[place == 0 if named is None else named] = entry.share(answer), feedback(answer)
    if len(rows) < 2 or (rows[True][0] > 0) == (rows[False][0] > 0):
        raise entry.refuse(
            Text("看不出正确还是错误", "does not say whether it is true or false"), _MARK_AGAIN
        )
    if by_order:
        what = Text("是旧格式，已按“先对后错”的次序理解", "is of an old form; true was taken to stand first")
        entry.note(what, Text("请核对答案", "Check its key"))
    said = {"feedback_true": rows[True][1], "feedback_false": rows[False][1]}
    return "true_false", {
        "answer": rows[True][0] > 0,
        **{name: words for name, words in said.items() if words},
    }


def _short_answer(entry: Entry) -> Made:
    rows: list[dict[str, str]] = []
    said: list[dict[str, str]] = []
    for answer in entry.answers():
        words, share = raw_text(answer)[0], entry.share(answer)
        told = {"answer": words, "feedback": feedback(answer)}
        if "*" in words.replace("\\*", ""):
            if share > 0:
                what = Text(
                    f"答案“{words[:40]}”里的 * 在 Moodle 中代表任意文字，这里不用通配符，已略去",
                    f'in "{words[:40]}" the * stands for any text in Moodle; there are no wildcards here, so it was left out',
                )
                entry.note(what, Text("请把可接受的答案逐个写出", "Write out each answer that counts"))
                told["fraction"] = str(share)
            said += [told] if told["feedback"] or "fraction" in told else []
            continue
        words = words.replace("\\*", "*")
        rows.append(
            {"text": words} if share == 1 else {"text": words, "fraction": str(max(share, Fraction(0)))}
        )
        said += [{**told, "answer": words}] if told["feedback"] else []
    if not rows:
        raise entry.refuse(Text("没有可以比对的答案", "there is no answer to compare with"), _MARK_AGAIN)
    entry.more |= {"answer_feedback": said} if said else {}
    entry.more |= {"usecase": True} if entry.flag("usecase", False) else {}
    return "short_text", {"answers": rows}


def _numerical(entry: Entry) -> Made:
    rows: list[dict[str, str]] = []
    said: list[dict[str, str]] = []
    for answer in entry.answers():
        words, share = raw_text(answer)[0], entry.share(answer)
        if words == "*" and share <= 0:
            said += [{"answer": "*", "feedback": feedback(answer)}] if feedback(answer) else []
            continue
        number, within = read_number(words), read_number(text(child(answer, "tolerance")) or "0")
        if number is None or within is None or within < 0:
            what = Text(f"答案“{words[:40]}”不是一个数", f'the answer "{words[:40]}" is not a number')
            raise entry.refuse(
                what, Text("请在 Moodle 中改正后重新导出", "Correct it in Moodle and export again")
            )
        row = {"number": decimal_text(number), "tolerance": decimal_text(within)}
        rows.append(row if share == 1 else {**row, "fraction": str(max(share, Fraction(0)))})
        said += [{"answer": row["number"], "feedback": feedback(answer)}] if feedback(answer) else []
    entry.more |= {"answer_feedback": said} if said else {}
    return "numeric", {"answers": rows, **_unit(entry)}


def _unit(entry: Entry) -> dict[str, str]:
    """The unit that multiplies by one; the others stay in `more`."""
    units = [
        (text(child(unit, "unit_name")), read_number(text(child(unit, "multiplier"))) or Decimal(1))
        for holder in children(entry.element, "units")
        for unit in children(holder, "unit")
    ]
    if len(units) > 1:
        entry.more["units"] = [{"unit": name, "multiplier": decimal_text(times)} for name, times in units]
    own = next((name for name, times in units if times == 1 and name), "")
    return {"unit": own} if own else {}


def _calculated(entry: Entry) -> Made:
    """A formula without random numbers is a number; with them there is nothing to ask here."""
    if any(read_number(raw_text(answer)[0]) is None for answer in entry.answers()) or not entry.answers():
        what = Text(
            "答案是带随机数据的公式，不支持", "its answer is a formula of random data, which is not supported"
        )
        raise entry.refuse(
            what,
            Text("请代入一组数据，改成数值题", "Put in one set of data and make it a numerical question"),
        )
    return _numerical(entry)


def _matching(entry: Entry) -> Made:
    pairs: list[dict[str, str]] = []
    extra: list[str] = []
    for sub in children(entry.element, "subquestion"):
        left, right = (
            option(sub),
            line_of_plain(text(child(sub, "answer", "text")) or text(child(sub, "answer"))),
        )
        if left:
            pairs.append({"left": left, "right": right})
        elif right:
            extra.append(right)
    known = {pair["right"] for pair in pairs}
    over = [words for words in dict.fromkeys(extra) if words not in known]
    return "matching", {"pairs": pairs, **({"extra": over} if over else {})}


def _ordering(entry: Entry) -> Made:
    """The answers stand in the right order; where they are numbered, the numbers count."""
    answers = entry.answers()
    numbers = [read_number(str(answer.get("fraction", ""))) for answer in answers]
    if None not in numbers and len(set(numbers)) == len(numbers):
        answers = [
            answer for _, answer in sorted(zip(numbers, answers, strict=True), key=lambda both: both[0] or 0)
        ]
    grading = entry.word("gradingtype").upper()
    rule = _ORDER_RULES.get(grading, "pairs")
    if grading and grading not in (*_ORDER_RULES, "4", "RELATIVE_ALL_PREVIOUS_AND_NEXT"):
        what = Text(
            f"没有 {grading} 这种计分规则，已改为按先后关系计分",
            f"there is no rule {grading} here; pairs in order count",
        )
        entry.note(what, Text("请核对计分规则", "Check the rule"))
    settings = {name: entry.word(name) for name in ("layouttype", "selecttype", "selectcount", "showgrading")}
    settings = {name: words for name, words in settings.items() if words not in ("", *_USUAL_ORDER)}
    entry.more |= {"ordering": settings} if settings else {}
    return "ordering", {"order": [option(answer) for answer in answers], "rule": rule}


def _essay(entry: Entry) -> Made:
    """Moodle has no rubric of points; its notes for markers become the rubric."""
    points = entry.points() or Decimal(1)
    notes = entry.stem("graderinfo")
    rubric = rubric_of(notes, points)
    rubric = rubric or [
        {"criterion": "综合评分", "points": str(points), **({"describe": notes} if notes else {})}
    ]
    kept = {
        name: entry.word(name) for name in ("responseformat", "minwordlimit", "maxwordlimit", "attachments")
    }
    kept["responsetemplate"] = entry.stem("responsetemplate")
    entry.more |= {name: words for name, words in kept.items() if words not in ("", "0", "editor")}
    return "essay", {"rubric": rubric}


def _description(entry: Entry) -> Made:
    return "description", {}


_MAKERS: dict[str, Callable[[Entry], Made]] = {
    "multichoice": _choice,
    "multichoiceset": _set_of_choices,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": _description,
    "cloze": cloze,
    "multianswer": cloze,
    "gapselect": gaps_to_choose,
    "ddwtos": gaps_to_choose,
}
