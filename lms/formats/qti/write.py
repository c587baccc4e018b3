"""Write one question as an assessmentItem, in the names of QTI 2."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lxml import etree

from lms.domain.question.protocol import Question
from lms.domain.text.numbers import decimal_text
from lms.formats.containers.safe_xml import Element
from lms.formats.drafts.rubric import rubric_text
from lms.formats.item import Draft
from lms.formats.qti.writer import Writer, add_base_value, add_to_score
from lms.formats.qti.xhtml import add_blocks, add_line, xml_text


def item_element(draft: Draft, question: Question, identifier: str, version: str) -> Element:
    """Return the item, not yet in a namespace."""
    writer = Writer(draft, question, identifier, version)
    _WRITERS[question.kind](writer, question.body)
    return writer.finished()


def _choice(writer: Writer, body: Any) -> None:
    rule = getattr(body, "rule", "")
    writer.has_option_feedback = any(option.feedback for option in body.options)
    right = [_xml_name(option.id) for option in body.options if option.right]
    best = [_xml_name(option.id) for option in body.options if option.fraction == 1]
    declaration = writer.declare(
        "RESPONSE", "multiple" if rule else "single", "identifier", right if rule else best[:1]
    )
    if rule == "all_or_nothing":
        writer.all_or_nothing()
    else:
        shares = {_xml_name(option.id): option.fraction for option in body.options}
        if rule == "proportional":
            # A wrong choice loses the whole mark.
            shares = {
                _xml_name(o.id): Fraction(1, len(right)) if o.right else Fraction(-1) for o in body.options
            }
        values = {id_: share * writer.points for id_, share in shares.items() if share}
        writer.mapping(declaration, values, upper=writer.points)
        writer.template("map_response")
    add_blocks(writer.item_body, body.stem)
    interaction = etree.SubElement(
        writer.item_body, "choiceInteraction", responseIdentifier="RESPONSE",
        shuffle="true" if body.shuffle else "false", maxChoices="0" if rule else "1",
    )  # fmt: skip
    for option in body.options:
        _simple_choice(interaction, _xml_name(option.id), option.text, option.feedback, fixed=option.fixed)


def _xml_name(identifier: str) -> str:
    """Return an id as an XML name, which cannot begin with a digit; our ids have no underscores."""
    return f"_{identifier}" if identifier[0].isdigit() else identifier


def _simple_choice(
    interaction: Element, identifier: str, text: str, feedback: str = "", *, fixed: bool = False
) -> None:
    choice = etree.SubElement(interaction, "simpleChoice", identifier=identifier)
    if fixed:
        choice.set("fixed", "true")
    add_line(choice, text)
    if feedback:
        comment = etree.SubElement(
            choice, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=identifier, showHide="show"
        )
        add_line(comment, feedback)


def _true_false(writer: Writer, body: Any) -> None:
    writer.has_option_feedback = bool(body.feedback_true or body.feedback_false)
    declaration = writer.declare("RESPONSE", "single", "identifier", [str(body.answer).lower()])
    writer.mapping(declaration, {str(body.answer).lower(): writer.points}, upper=writer.points)
    writer.template("map_response")
    add_blocks(writer.item_body, body.stem)
    interaction = etree.SubElement(
        writer.item_body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1"
    )
    for identifier, text, feedback in (
        ("true", "正确", body.feedback_true),
        ("false", "错误", body.feedback_false),
    ):
        _simple_choice(interaction, identifier, text, feedback)


def _short_text(writer: Writer, body: Any) -> None:
    declaration = writer.declare(
        "RESPONSE", "single", "string", [a.text for a in body.answers if a.fraction == 1][:1]
    )
    values = {answer.text: answer.fraction * writer.points for answer in body.answers}
    writer.mapping(declaration, values, upper=writer.points, text=True)
    writer.template("map_response")
    add_blocks(writer.item_body, body.stem)
    line = etree.SubElement(writer.item_body, "p")
    etree.SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")


def _numeric(writer: Writer, body: Any) -> None:
    """Write the answers from the best to the least: the first that is near enough counts."""
    answers = sorted(body.answers, key=lambda answer: -answer.fraction)
    writer.declare("RESPONSE", "single", "float", [decimal_text(answers[0].number)])
    condition = etree.SubElement(writer.rules(), "responseCondition")
    for place, answer in enumerate(answers):
        rule = etree.SubElement(condition, "responseElseIf" if place else "responseIf")
        _add_number_test(rule, "RESPONSE", answer.number, answer.tolerance)
        add_base_value(
            etree.SubElement(rule, "setOutcomeValue", identifier="SCORE"), answer.fraction * writer.points
        )
    add_blocks(writer.item_body, body.stem)
    line = etree.SubElement(writer.item_body, "p")
    entry = etree.SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    if body.unit:
        entry.tail = " " + xml_text(body.unit)


def _add_number_test(parent: Element, identifier: str, value: Decimal, tolerance: Decimal) -> None:
    margin = decimal_text(tolerance)
    equal = etree.SubElement(parent, "equal", toleranceMode="absolute", tolerance=f"{margin} {margin}")
    etree.SubElement(equal, "variable", identifier=identifier)
    etree.SubElement(equal, "baseValue", baseType="float").text = decimal_text(value)


def _blanks(writer: Writer, body: Any) -> None:
    each = writer.points / len(body.blanks)
    gaps = add_blocks(writer.item_body, body.stem, gaps=True)
    for number, (gap, blank) in enumerate(zip(gaps, body.blanks, strict=True), 1):
        identifier = f"RESPONSE_{number}"
        first = [answer.text for answer in blank.answers if answer.fraction == 1][:1]
        declaration = writer.declare(identifier, "single", "float" if blank.number else "string", first)
        if blank.number:
            _number_blank(writer, identifier, blank, each)
        else:
            values = {answer.text: answer.fraction * each for answer in blank.answers}
            writer.mapping(declaration, values, upper=each, text=True)
            etree.SubElement(add_to_score(writer.rules()), "mapResponse", identifier=identifier)
        tail = gap.tail
        gap.clear()
        gap.tag, gap.tail = "textEntryInteraction", tail
        gap.set("responseIdentifier", identifier)
        gap.set("expectedLength", "12")


def _number_blank(writer: Writer, identifier: str, blank: Any, each: Fraction) -> None:
    condition = etree.SubElement(writer.rules(), "responseCondition")
    for place, answer in enumerate(sorted(blank.answers, key=lambda answer: -answer.fraction)):
        rule = etree.SubElement(condition, "responseElseIf" if place else "responseIf")
        _add_number_test(rule, identifier, Decimal(answer.text), blank.tolerance)
        add_base_value(add_to_score(rule), answer.fraction * each)


def _ordering(writer: Writer, body: Any) -> None:
    writer.declare("RESPONSE", "ordered", "identifier", [_xml_name(entry.id) for entry in body.order])
    writer.all_or_nothing()
    add_blocks(writer.item_body, body.stem)
    interaction = etree.SubElement(
        writer.item_body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true"
    )
    for entry in sorted(body.order, key=lambda entry: str(entry.id)):
        _simple_choice(interaction, _xml_name(entry.id), entry.text)


def _matching(writer: Writer, body: Any) -> None:
    rights = {pair.id: pair.right for pair in body.pairs} | {extra.id: extra.text for extra in body.extra}
    pairs = [f"L{place} R{pair.id}" for place, pair in enumerate(body.pairs, 1)]
    declaration = writer.declare("RESPONSE", "multiple", "directedPair", pairs)
    if body.rule == "proportional":
        each = writer.points / len(pairs)
        writer.mapping(declaration, dict.fromkeys(pairs, each), upper=writer.points)
        writer.template("map_response")
    else:
        writer.all_or_nothing()
    add_blocks(writer.item_body, body.stem)
    interaction = etree.SubElement(
        writer.item_body,
        "matchInteraction",
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(pairs)),
    )
    left = etree.SubElement(interaction, "simpleMatchSet")
    for place, pair in enumerate(body.pairs, 1):
        add_line(
            etree.SubElement(left, "simpleAssociableChoice", identifier=f"L{place}", matchMax="1"), pair.left
        )
    right = etree.SubElement(interaction, "simpleMatchSet")
    for id_ in sorted(rights):
        choice = etree.SubElement(
            right, "simpleAssociableChoice", identifier=f"R{id_}", matchMax=str(len(pairs))
        )
        add_line(choice, rights[id_])


def _essay(writer: Writer, body: Any) -> None:
    writer.declare("RESPONSE", "single", "string", [body.sample] if body.sample else [])
    add_blocks(writer.item_body, body.stem)
    rubric = etree.SubElement(writer.item_body, "rubricBlock", view="scorer")
    if writer.version == "3.0":
        rubric.set("use", "scoring")
        rubric = etree.SubElement(rubric, "contentBody")
    rows = [{"criterion": c.criterion, "points": str(c.points), "describe": c.describe} for c in body.rubric]
    add_blocks(rubric, rubric_text(rows, "- "))
    interaction = etree.SubElement(writer.item_body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    if body.max_chars:
        interaction.set("expectedLength", str(body.max_chars))


def _description(writer: Writer, body: Any) -> None:
    add_blocks(writer.item_body, body.stem)


_WRITERS: dict[str, Callable[[Writer, Any], None]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "numeric": _numeric,
    "blanks": _blanks,
    "ordering": _ordering,
    "matching": _matching,
    "essay": _essay,
    "description": _description,
}
KINDS = tuple(_WRITERS)
