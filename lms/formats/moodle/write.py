"""Write questions as Moodle XML."""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from lxml import etree

from lms.domain.question.protocol import Question
from lms.domain.text.markup import block_html, inline_html, plain_text
from lms.domain.text.numbers import decimal_text
from lms.domain.text.typed import printable
from lms.formats.containers.safe_xml import Element
from lms.formats.drafts.rubric import rubric_text
from lms.formats.drafts.sidecar import sidecar_text
from lms.formats.item import Draft
from lms.formats.moodle.read import SIDECAR, read_visible

_GAP = re.compile(r'<span class="gap">（\d+）_+</span>')
_TYPES = {
    "single_choice": "multichoice", "multiple_choice": "multichoice", "true_false": "truefalse",
    "short_text": "shortanswer", "numeric": "numerical", "matching": "matching", "ordering": "ordering",
    "essay": "essay", "description": "description", "blanks": "cloze",
}  # fmt: skip
KINDS = tuple(_TYPES)
_GRADING = {
    "exact": "ALL_OR_NOTHING", "positions": "ABSOLUTE_POSITION", "pairs": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
    "constraints": "ALL_OR_NOTHING",
}  # fmt: skip


def write_moodle(drafts: Sequence[tuple[Draft, Question]]) -> bytes:
    """Return the file; a category precedes the questions that are in it."""
    quiz = etree.Element("quiz")
    category = ""
    for draft, question in drafts:
        own_category = draft.meta.get("category", "")
        if own_category != category:
            holder = etree.SubElement(quiz, "question", type="category")
            path = f"$course$/top/{own_category}" if own_category else "$course$/top"
            _text(etree.SubElement(holder, "category"), path)
            category = own_category
        _question(quiz, draft, question)
        _add_sidecar(quiz[-1], draft, question)
    etree.indent(quiz)
    return bytes(etree.tostring(quiz, xml_declaration=True, encoding="UTF-8"))


def _add_sidecar(out: Element, draft: Draft, question: Question) -> None:
    """Add what the question would lose in Moodle's fields."""
    visible, _ = read_visible(deepcopy(out), _TYPES[question.kind], draft.meta.get("category", ""))
    if sidecar := sidecar_text(draft, question, visible):
        etree.SubElement(out, SIDECAR).text = sidecar


def _question(quiz: Element, draft: Draft, question: Question) -> None:
    out = etree.SubElement(quiz, "question", type=_TYPES[question.kind])
    body = question.body
    _text(etree.SubElement(out, "name"), draft.name or plain_text(body.stem)[:80] or question.kind)
    html = (
        _cloze(body, mark_per_gap(draft, body))
        if question.kind == "blanks"
        else block_html(body.stem, formulae=False, resolve=_file_address)
    )
    stem = _html(out, "questiontext", html)
    for file in _files(draft):
        entry = etree.SubElement(
            stem, "file", name=file["name"], path=str(file.get("path", "/")), encoding="base64"
        )
        entry.text = file["base64"]
    _html(out, "generalfeedback", block_html(draft.feedback, formulae=False, resolve=_file_address))
    if question.kind != "blanks":
        etree.SubElement(out, "defaultgrade").text = decimal_text(draft.points)
    etree.SubElement(out, "penalty").text = str(draft.more.get("penalty", "0.3333333"))
    etree.SubElement(out, "hidden").text = str(draft.more.get("hidden", "0"))
    etree.SubElement(out, "idnumber").text = xml_text(draft.more.get("idnumber", ""))
    if question.kind in _WRITERS:
        _WRITERS[question.kind](out, draft, body)
    _combined(out, draft)
    if draft.tags:
        tags = etree.SubElement(out, "tags")
        for tag in draft.tags:
            _text(etree.SubElement(tags, "tag"), tag)


def xml_text(value: object) -> str:
    """Return a value as text without the characters that XML forbids."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", printable(str(value)))


def _text(holder: Element, words: str) -> None:
    etree.SubElement(holder, "text").text = xml_text(words)


def _html(holder: Element, name: str, html: str) -> Element:
    element = etree.SubElement(holder, name, format="html")
    etree.SubElement(element, "text").text = (
        etree.CDATA(xml_text(html)) if html and "]]>" not in html else xml_text(html)
    )
    return element


def _file_address(name: str) -> str:
    return f"@@PLUGINFILE@@/{quote(name)}"


def _files(draft: Draft) -> list[dict[str, Any]]:
    files = draft.more.get("files", ())
    return [
        file
        for file in files
        if isinstance(file, dict) and file.get("name") and isinstance(file.get("base64"), str)
    ]


def percent(share: Fraction) -> str:
    """Return a share as Moodle lists it: 50, 33.33333, -100."""
    text = decimal_text(round(Decimal(share.numerator * 100) / Decimal(share.denominator), 5))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _answer(out: Element, share: Fraction, text_format: str, words: str, feedback: str = "") -> Element:
    answer = etree.SubElement(out, "answer", fraction=percent(share), format=text_format)
    _text(answer, words)
    _html(answer, "feedback", inline_html(feedback, formulae=False))
    return answer


def _combined(out: Element, draft: Draft) -> None:
    for name, words in dict(draft.more.get("combined_feedback", {})).items():
        if name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            _html(out, name, inline_html(str(words), formulae=False))
    for words in draft.more.get("hints", ()):
        _html(out, "hint", inline_html(str(words), formulae=False))


def _choice(out: Element, draft: Draft, body: Any) -> None:
    several = hasattr(body, "rule")
    etree.SubElement(out, "single").text = "false" if several else "true"
    etree.SubElement(out, "shuffleanswers").text = "true" if body.shuffle else "false"
    etree.SubElement(out, "answernumbering").text = str(draft.more.get("answernumbering", "abc"))
    right = sum(option.right for option in body.options)
    for option in body.options:
        share = option.fraction
        if several and body.rule != "weights":
            # A wrong choice loses the whole mark.
            share = Fraction(1, right) if option.right else Fraction(-1)
        _answer(out, share, "html", inline_html(option.text, formulae=False), option.feedback)


def _true_false(out: Element, draft: Draft, body: Any) -> None:
    for value, feedback in ((True, body.feedback_true), (False, body.feedback_false)):
        share = Fraction(int(value == body.answer))
        _answer(out, share, "moodle_auto_format", str(value).lower(), feedback)


def _feedback_by_answer(draft: Draft) -> dict[str, str]:
    rows = draft.more.get("answer_feedback", ())
    return {str(row.get("answer")): str(row.get("feedback", "")) for row in rows if isinstance(row, dict)}


def _short_text(out: Element, draft: Draft, body: Any) -> None:
    feedbacks = _feedback_by_answer(draft)
    etree.SubElement(out, "usecase").text = "1" if draft.more.get("usecase") else "0"
    for answer in body.answers:
        words = answer.text.replace("*", "\\*")
        _answer(out, answer.fraction, "moodle_auto_format", words, feedbacks.pop(answer.text, ""))
    if feedbacks.get("*"):
        _answer(out, Fraction(0), "moodle_auto_format", "*", feedbacks["*"])


def _numeric(out: Element, draft: Draft, body: Any) -> None:
    feedbacks = _feedback_by_answer(draft)
    for row in body.answers:
        number = decimal_text(row.number)
        answer = _answer(out, row.fraction, "moodle_auto_format", number, feedbacks.pop(number, ""))
        etree.SubElement(answer, "tolerance").text = decimal_text(row.tolerance)
    if feedbacks.get("*"):
        etree.SubElement(
            _answer(out, Fraction(0), "moodle_auto_format", "*", feedbacks["*"]), "tolerance"
        ).text = "0"
    if body.unit:
        unit = etree.SubElement(etree.SubElement(out, "units"), "unit")
        etree.SubElement(unit, "multiplier").text = "1"
        etree.SubElement(unit, "unit_name").text = xml_text(body.unit)
    etree.SubElement(out, "unitgradingtype").text = "0"
    etree.SubElement(out, "showunits").text = "3"


def _matching(out: Element, draft: Draft, body: Any) -> None:
    etree.SubElement(out, "shuffleanswers").text = "true"
    for left, right in [
        *((pair.left, pair.right) for pair in body.pairs),
        *(("", extra.text) for extra in body.extra),
    ]:
        sub = etree.SubElement(out, "subquestion", format="html")
        _text(sub, inline_html(left, formulae=False))
        _text(etree.SubElement(sub, "answer"), plain_text(right))


def _ordering(out: Element, draft: Draft, body: Any) -> None:
    own = draft.more.get("ordering")
    settings = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": "0", "showgrading": "SHOW"}
    settings |= {n: str(v) for n, v in own.items() if n in settings and v} if isinstance(own, dict) else {}
    for name, words in settings.items():
        etree.SubElement(out, name).text = xml_text(words)
    etree.SubElement(out, "gradingtype").text = _GRADING[body.rule]
    for number, entry in enumerate(body.order, 1):
        answer = etree.SubElement(out, "answer", fraction=str(number), format="html")
        _text(answer, inline_html(entry.text, formulae=False))


def _essay(out: Element, draft: Draft, body: Any) -> None:
    """Write the rubric into the notes for markers, with the model answer below it."""
    rows = [{"criterion": c.criterion, "points": str(c.points), "describe": c.describe} for c in body.rubric]
    if len(rows) == 1 and rows[0]["criterion"] == "综合评分" and not body.sample:
        notes = rows[0]["describe"]
    else:
        notes = rubric_text(rows, "- ") + (f"\n\n{body.sample}" if body.sample else "")
    etree.SubElement(out, "responseformat").text = str(draft.more.get("responseformat", "editor"))
    _html(out, "graderinfo", block_html(notes, formulae=False))
    _html(out, "responsetemplate", block_html(str(draft.more.get("responsetemplate", "")), formulae=False))
    for name in ("minwordlimit", "maxwordlimit", "attachments"):
        if draft.more.get(name):
            etree.SubElement(out, name).text = xml_text(draft.more[name])


def mark_per_gap(draft: Draft, body: Any) -> int:
    """Return what each gap counts in Moodle, where marks of gaps are whole numbers."""
    each = draft.points / len(body.blanks)
    return int(each) if each >= 1 and each == int(each) else 1


def _cloze(body: Any, mark: int) -> str:
    """Return the stem with the code of each blank in its gap."""
    codes = iter([_gap_code(blank, mark) for blank in body.blanks])
    html = block_html(body.stem, formulae=False, resolve=_file_address, gaps=True)
    return _GAP.sub(lambda _: next(codes), html.replace("{", "&#123;"))


def _gap_code(blank: Any, mark: int) -> str:
    kind, tail = ("NUMERICAL", f":{decimal_text(blank.tolerance)}") if blank.number else ("SHORTANSWER", "")
    answers = [
        ("=" if answer.fraction == 1 else f"%{percent(answer.fraction)}%") + _escaped(answer.text) + tail
        for answer in blank.answers
    ]
    return f"{{{mark}:" + kind + ":" + "~".join(answers) + "}"


def _escaped(words: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\}#~/\"])", r"\\\1", words)


_WRITERS: dict[str, Callable[[Element, Draft, Any], None]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
