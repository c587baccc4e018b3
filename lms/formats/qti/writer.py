"""Build an item: declarations, outcomes, scoring, and their order in the schema."""

from decimal import Decimal
from fractions import Fraction

from lxml import etree

from lms.domain.question.protocol import Question
from lms.domain.text.markup import plain_text
from lms.domain.text.numbers import decimal_text
from lms.formats.containers.safe_xml import Element
from lms.formats.item import Draft
from lms.formats.qti.xhtml import add_blocks, xml_text

_TEMPLATES = {
    "2.2": "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
}


class Writer:
    """The root of one item and what its parts share; `points` are those of the whole item."""

    def __init__(self, draft: Draft, question: Question, identifier: str, version: str) -> None:
        self.draft, self.body, self.version = draft, question.body, version
        self.points = Fraction(draft.points)
        title = xml_text(draft.name or plain_text(question.body.stem)[:80] or identifier)
        self.root = etree.Element(
            "assessmentItem", identifier=identifier, title=title, adaptive="false", timeDependent="false"
        )
        self.outcomes: list[Element] = []
        self.item_body = etree.Element("itemBody")
        self.processing: Element | None = None
        self.has_option_feedback = False
        """Options have feedback, which the outcome FEEDBACK shows."""

    def declare(self, identifier: str, cardinality: str, base: str, correct: list[str]) -> Element:
        """Add a response variable with its right value."""
        declaration = etree.SubElement(
            self.root, "responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base
        )
        if correct:
            holder = etree.SubElement(declaration, "correctResponse")
            for value in correct:
                etree.SubElement(holder, "value").text = xml_text(value)
        return declaration

    def mapping(
        self, declaration: Element, values: dict[str, Fraction], *, upper: Fraction, text: bool = False
    ) -> None:
        """Add what each value earns, in points, kept between 0 and `upper`."""
        mapping = etree.SubElement(
            declaration, "mapping", lowerBound="0", upperBound=number_text(upper), defaultValue="0"
        )
        for key, value in values.items():
            entry = etree.SubElement(
                mapping, "mapEntry", mapKey=xml_text(key), mappedValue=number_text(value)
            )
            if text:
                entry.set("caseSensitive", "false")

    def template(self, name: str) -> None:
        """Score by one of the standard templates, if only the score is to be set; else by the same rule."""
        if not self.has_option_feedback:
            self.processing = etree.Element("responseProcessing", template=_TEMPLATES[self.version] + name)
            return
        rules = self.rules()
        if name == "map_response":
            etree.SubElement(add_to_score(rules), "mapResponse", identifier="RESPONSE")
        else:
            self.matched(rules, "RESPONSE")

    def rules(self) -> Element:
        """Return the item's own scoring rules, with the one that sets the outcome FEEDBACK."""
        if self.processing is None:
            self.processing = etree.Element("responseProcessing")
            if self.has_option_feedback:
                feedback = etree.SubElement(self.processing, "setOutcomeValue", identifier="FEEDBACK")
                etree.SubElement(feedback, "variable", identifier="RESPONSE")
        return self.processing

    def matched(self, rules: Element, identifier: str) -> None:
        """Give all the points if the response is the right one."""
        branch = etree.SubElement(etree.SubElement(rules, "responseCondition"), "responseIf")
        match = etree.SubElement(branch, "match")
        etree.SubElement(match, "variable", identifier=identifier)
        etree.SubElement(match, "correct", identifier=identifier)
        score = etree.SubElement(branch, "setOutcomeValue", identifier="SCORE")
        add_base_value(score, self.points)

    def all_or_nothing(self) -> None:
        """Score all or nothing. The standard template gives one point; other points need a rule."""
        if self.points == 1:
            self.template("match_correct")
        else:
            self.matched(self.rules(), "RESPONSE")

    def finished(self) -> Element:
        """Return the item with its parts in the order of the schema."""
        self.outcome("SCORE", "float", "0")
        self.outcome("MAXSCORE", "float", number_text(self.points))
        if self.has_option_feedback:
            several = bool(getattr(self.body, "rule", ""))
            self.outcome("FEEDBACK", "identifier", "", cardinality="multiple" if several else "single")
        elif self.draft.feedback:
            self.outcome("FEEDBACK", "identifier", "")
        if not len(self.item_body):
            etree.SubElement(self.item_body, "p")
        self.root.append(self.item_body)
        if self.processing is not None:
            self.root.append(self.processing)
        if self.draft.feedback:
            # Hidden only if the outcome is "never", which no rule sets: so it is always shown.
            modal = etree.SubElement(
                self.root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="never", showHide="hide"
            )
            add_blocks(self._holder(modal), self.draft.feedback)
        return self.root

    def _holder(self, modal: Element) -> Element:
        return etree.SubElement(modal, "contentBody") if self.version == "3.0" else modal

    def outcome(self, identifier: str, base_type: str, value: str, cardinality: str = "single") -> None:
        declaration = etree.SubElement(
            self.root,
            "outcomeDeclaration",
            identifier=identifier,
            cardinality=cardinality,
            baseType=base_type,
        )
        if value:
            etree.SubElement(etree.SubElement(declaration, "defaultValue"), "value").text = value


def number_text(value: Fraction) -> str:
    """Return plain digits; a third to six places."""
    if value.denominator == 1:
        return str(value.numerator)
    text = decimal_text(round(Decimal(value.numerator) / Decimal(value.denominator), 6))
    return text.rstrip("0").rstrip(".")


def add_base_value(parent: Element, value: Fraction) -> None:
    etree.SubElement(parent, "baseValue", baseType="float").text = number_text(value)


def add_to_score(rules: Element) -> Element:
    """Make SCORE the sum of itself and what the caller adds to the element returned."""
    total = etree.SubElement(etree.SubElement(rules, "setOutcomeValue", identifier="SCORE"), "sum")
    etree.SubElement(total, "variable", identifier="SCORE")
    return total
