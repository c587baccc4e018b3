"""What a document of QTI 2.2 may hold, for all that we write: after the specification's tables, not after its XSD.

The XSD itself lies in no package that may be installed here, so this stands in for it: order and number of children,
attributes and their values, where text may stand, and that every name leads to something.
"""

import re
from collections.abc import Iterator

from lxml import etree

NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_INLINE = "a br code em img span strong sub sup textEntryInteraction"
_BLOCK = "p ul ol table pre blockquote hr h1 h2 h3 h4 h5 h6"
_INTERACTION = "choiceInteraction orderInteraction matchInteraction extendedTextInteraction"
_RULE = "responseCondition setOutcomeValue"
_VALUE = "baseValue variable correct mapResponse sum"

CHILDREN = {
    "assessmentItem": "responseDeclaration* outcomeDeclaration* itemBody responseProcessing? modalFeedback*",
    "responseDeclaration": "correctResponse? mapping?",
    "correctResponse": "value+",
    "mapping": "mapEntry+",
    "outcomeDeclaration": "defaultValue?",
    "defaultValue": "value+",
    "itemBody": f"( {_BLOCK} {_INTERACTION} rubricBlock )*",
    "rubricBlock": f"( {_BLOCK} )+",
    "choiceInteraction": "prompt? simpleChoice+",
    "orderInteraction": "prompt? simpleChoice+",
    "matchInteraction": "prompt? simpleMatchSet simpleMatchSet",
    "simpleMatchSet": "simpleAssociableChoice+",
    "extendedTextInteraction": "prompt?",
    "responseProcessing": f"( {_RULE} )*",
    "responseCondition": "responseIf responseElseIf* responseElse?",
    "responseIf": f"( match equal ) ( {_RULE} )*",
    "responseElseIf": f"( match equal ) ( {_RULE} )*",
    "match": f"( {_VALUE} ) ( {_VALUE} )",
    "equal": f"( {_VALUE} ) ( {_VALUE} )",
    "sum": f"( {_VALUE} )+",
    "setOutcomeValue": f"( {_VALUE} )",
    "ul": "li*", "ol": "li*", "table": "thead? tbody+", "thead": "tr+", "tbody": "tr+", "tr": "( th td )+",
    "blockquote": f"( {_BLOCK} )*",
    "assessmentTest": "testPart+",
    "testPart": "assessmentSection+",
    "assessmentSection": "assessmentItemRef*",
}  # fmt: skip
MIXED = {
    **dict.fromkeys(
        ["p", "pre", "code", "em", "strong", "span", "a", "sub", "sup", "h1", "h2", "h3", "h4", "h5", "h6"],
        _INLINE,
    ),
    **dict.fromkeys(["li", "td", "th", "modalFeedback"], f"{_INLINE} {_BLOCK}"),
    "simpleChoice": f"{_INLINE} feedbackInline",
    "feedbackInline": _INLINE,
    "simpleAssociableChoice": _INLINE,
    **dict.fromkeys(["value", "baseValue"], ""),
}
ATTRIBUTES = {
    "assessmentItem": "identifier! title! adaptive! timeDependent! schemaLocation",
    "responseDeclaration": "identifier! cardinality! baseType",
    "outcomeDeclaration": "identifier! cardinality! baseType",
    "mapping": "lowerBound upperBound defaultValue",
    "mapEntry": "mapKey! mappedValue! caseSensitive",
    "choiceInteraction": "responseIdentifier! shuffle maxChoices",
    "orderInteraction": "responseIdentifier! shuffle",
    "matchInteraction": "responseIdentifier! shuffle maxAssociations",
    "extendedTextInteraction": "responseIdentifier! expectedLength",
    "textEntryInteraction": "responseIdentifier! expectedLength",
    "simpleChoice": "identifier! fixed",
    "simpleAssociableChoice": "identifier! matchMax!",
    "feedbackInline": "outcomeIdentifier! identifier! showHide!",
    "modalFeedback": "outcomeIdentifier! identifier! showHide!",
    "rubricBlock": "view!",
    "responseProcessing": "template",
    "variable": "identifier!", "correct": "identifier!", "mapResponse": "identifier!",
    "baseValue": "baseType!", "setOutcomeValue": "identifier!",
    "equal": "toleranceMode! tolerance",
    "a": "href!", "img": "src! alt!", "th": "class", "td": "class",
    "assessmentTest": "identifier! title! schemaLocation",
    "testPart": "identifier! navigationMode! submissionMode!",
    "assessmentSection": "identifier! title! visible!",
    "assessmentItemRef": "identifier! href!",
}  # fmt: skip
VALUES = {
    "cardinality": r"single|multiple|ordered", "baseType": r"identifier|string|float|directedPair",
    "shuffle": r"true|false", "fixed": r"true|false", "caseSensitive": r"true|false", "adaptive": r"false",
    "timeDependent": r"false", "visible": r"true|false", "showHide": r"show|hide", "view": r"scorer",
    "toleranceMode": r"absolute", "tolerance": r"\d+(\.\d+)? \d+(\.\d+)?", "maxChoices": r"\d+", "matchMax": r"\d+",
    "maxAssociations": r"\d+", "expectedLength": r"\d+", "lowerBound": _NUMBER.pattern, "upperBound": _NUMBER.pattern,
    "defaultValue": _NUMBER.pattern, "mappedValue": _NUMBER.pattern, "identifier": NAME.pattern, "responseIdentifier": NAME.pattern,
    "outcomeIdentifier": NAME.pattern, "navigationMode": "nonlinear|linear", "submissionMode": "simultaneous|individual",
    "title": r"(?s).+", "mapKey": r"(?s).+",
}  # fmt: skip


def wrong(data: bytes) -> list[str]:
    """Everything in the document that QTI 2.2 does not allow."""
    root = etree.fromstring(data)
    found = [problem for element in root.iter() for problem in _element(element)]
    return found + (list(_names(root)) if _tag(root) == "assessmentItem" else [])


def _tag(element: etree._Element) -> str:
    name = etree.QName(element)
    return (
        name.localname if name.namespace == "http://www.imsglobal.org/xsd/imsqti_v2p2" else f"?{element.tag}"
    )


def _element(element: etree._Element) -> Iterator[str]:
    tag = _tag(element)
    names = [_tag(child) for child in element]
    if tag in MIXED:
        yield from (f"{name} in {tag}" for name in names if name not in MIXED[tag].split())
    else:
        if re.fullmatch(_pattern(CHILDREN.get(tag, "")), "".join(f"{name} " for name in names)) is None:
            yield f"{tag} holds {names}"
        if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
            yield f"words in {tag}"
    allowed = {name.rstrip("!"): name.endswith("!") for name in ATTRIBUTES.get(tag, "").split()}
    has = {etree.QName(name).localname: str(value) for name, value in element.attrib.items()}
    yield from (f"{tag} without {name}" for name, needed in allowed.items() if needed and name not in has)
    yield from (f"{tag} with {name}" for name in has if name not in allowed)
    for name, value in has.items():
        if name in VALUES and re.fullmatch(VALUES[name], value) is None:
            yield f"{tag} {name}={value!r}"


def _pattern(model: str) -> str:
    """The model of an element's children as a pattern over their names, each with a blank behind it."""
    out, inside = "", False
    for word in model.split():
        if word == "(":
            out, inside = out + "(?:", True
        elif word[0] == ")":
            out, inside = out.removesuffix("|") + ")" + word[1:], False
        else:
            name = word.rstrip("*?+")
            out += f"(?:{name} ){word[len(name) :]}" + ("|" if inside else "")
    return out


def _names(root: etree._Element) -> Iterator[str]:
    """Names that lead nowhere, and names given twice."""
    space = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p2"}
    declared = [str(one) for one in root.xpath("q:responseDeclaration/@identifier", namespaces=space)]
    outcomes = [str(one) for one in root.xpath("q:outcomeDeclaration/@identifier", namespaces=space)]
    used = [str(one) for one in root.xpath("//@responseIdentifier")]
    told = [
        str(one)
        for one in root.xpath("//@outcomeIdentifier | //q:setOutcomeValue/@identifier", namespaces=space)
    ]
    read = [str(one) for one in root.xpath("//q:variable/@identifier | //q:correct/@identifier | //q:mapResponse/@identifier",
                                           namespaces=space)]  # fmt: skip
    choices = [str(one) for one in root.xpath("//q:simpleChoice/@identifier | //q:simpleAssociableChoice/@identifier",
                                              namespaces=space)]  # fmt: skip
    yield from (
        f"{name} twice" for names in (declared + outcomes, choices) for name in names if names.count(name) > 1
    )
    yield from (f"response {name}" for name in used if name not in declared)
    yield from (f"outcome {name}" for name in told if name not in outcomes)
    yield from (f"variable {name}" for name in read if name not in declared + outcomes)
    for kind in ("identifier", "directedPair"):
        for value in root.xpath(f"q:responseDeclaration[@baseType='{kind}']/q:correctResponse/q:value/text()"
                                f" | q:responseDeclaration[@baseType='{kind}']/q:mapping/q:mapEntry/@mapKey", namespaces=space):  # fmt: skip
            yield from (f"value {name}" for name in str(value).split() if name not in choices)
