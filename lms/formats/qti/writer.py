"""The frame of an item that is written: declarations, outcomes, scoring, and their order in the schema."""

from decimal import Decimal
from fractions import Fraction

from lxml import etree

from lms.domain.question.protocol import Question
from lms.domain.text.markup import plain_text
from lms.domain.text.numbers import decimal_text
from lms.formats.containers.safe_xml import Element
from lms.formats.item import Draft
from lms.formats.qti.xhtml import add_blocks, words

_TEMPLATES = {
    "2.2": "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
}


class Writer:
    """The root of one item and what its parts share; `points` are what the whole is worth."""

    def __init__(self, draft: Draft, question: Question, identifier: str, version: str) -> None:
        self.draft, self.body, self.version = draft, question.body, version
        self.points = Fraction(draft.points)
        title = words(draft.name or plain_text(question.body.stem)[:80] or identifier)
        self.root = etree.Element(
            "assessmentItem", identifier=identifier, title=title, adaptive="false", timeDependent="false"
        )
        self.outcomes: list[Element] = []
        self.item_body = etree.Element("itemBody")
        self.processing: Element | None = None
        self.says_which = False
        """Whether options have feedback, which is shown by the outcome FEEDBACK."""

    def declare(self, identifier: str, cardinality: str, base: str, correct: list[str]) -> Element:
        """A response variable with its right value."""
        made = etree.SubElement(
            self.root, "responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base
        )
        if correct:
            holder = etree.SubElement(made, "correctResponse")
            for value in correct:
                etree.SubElement(holder, "value").text = words(value)
        return made

    def mapping(
        self, declaration: Element, values: dict[str, Fraction], *, upper: Fraction, text: bool = False
    ) -> None:
        """What each value earns, in points, held between 0 and `upper`."""
        made = etree.SubElement(
            declaration, "mapping", lowerBound="0", upperBound=number(upper), defaultValue="0"
        )
        for key, value in values.items():
            entry = etree.SubElement(made, "mapEntry", mapKey=words(key), mappedValue=number(value))
            if text:
                entry.set("caseSensitive", "false")

    def template(self, name: str) -> None:
        """Scoring by one of the standard templates, where nothing but the score is to be set."""
        if not self.says_which:
            self.processing = etree.Element("responseProcessing", template=_TEMPLATES[self.version] + name)
            return
        rules = self.rules()
        if name == "map_response":
            etree.SubElement(added_to_score(rules), "mapResponse", identifier="RESPONSE")
        else:
            self.matched(rules, "RESPONSE")

    def rules(self) -> Element:
        """Scoring by rules of its own, with what says which option was chosen."""
        if self.processing is None:
            self.processing = etree.Element("responseProcessing")
            if self.says_which:
                told = etree.SubElement(self.processing, "setOutcomeValue", identifier="FEEDBACK")
                etree.SubElement(told, "variable", identifier="RESPONSE")
        return self.processing

    def matched(self, rules: Element, identifier: str) -> None:
        """All the points if the response is the right one."""
        chosen = etree.SubElement(etree.SubElement(rules, "responseCondition"), "responseIf")
        match = etree.SubElement(chosen, "match")
        etree.SubElement(match, "variable", identifier=identifier)
        etree.SubElement(match, "correct", identifier=identifier)
        score = etree.SubElement(chosen, "setOutcomeValue", identifier="SCORE")
        base(score, self.points)

    def all_or_nothing(self) -> None:
        """The standard template gives one point; other points need a rule."""
        if self.points == 1:
            self.template("match_correct")
        else:
            self.matched(self.rules(), "RESPONSE")

    def finished(self) -> Element:
        """The item with its parts in the order of the schema."""
        self.outcome("SCORE", "float", "0")
        self.outcome("MAXSCORE", "float", number(self.points))
        if self.says_which:
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
            # Shown unless the outcome says "never", which nothing sets: so it is always shown.
            modal = etree.SubElement(
                self.root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="never", showHide="hide"
            )
            add_blocks(self._holder(modal), self.draft.feedback)
        return self.root

    def _holder(self, modal: Element) -> Element:
        return etree.SubElement(modal, "contentBody") if self.version == "3.0" else modal

    def outcome(self, identifier: str, base_type: str, value: str, cardinality: str = "single") -> None:
        made = etree.SubElement(
            self.root,
            "outcomeDeclaration",
            identifier=identifier,
            cardinality=cardinality,
            baseType=base_type,
        )
        if value:
            etree.SubElement(etree.SubElement(made, "defaultValue"), "value").text = value


def number(value: Fraction) -> str:
    """Plain digits; a third to six places."""
    if value.denominator == 1:
        return str(value.numerator)
    text = decimal_text(round(Decimal(value.numerator) / Decimal(value.denominator), 6))
    return text.rstrip("0").rstrip(".")


def base(parent: Element, value: Fraction) -> None:
    etree.SubElement(parent, "baseValue", baseType="float").text = number(value)


def added_to_score(rules: Element) -> Element:
    """SCORE becomes the sum of itself and of what is put into the element returned."""
    total = etree.SubElement(etree.SubElement(rules, "setOutcomeValue", identifier="SCORE"), "sum")
    etree.SubElement(total, "variable", identifier="SCORE")
    return total
