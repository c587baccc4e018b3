"""What a document of QTI 2.2 or 3.0 and its manifest may hold, for all that we write: narrower than the XSD, never wider.

One of 3.0 is first converted to the names of 2.2, and what must differ in 3.0 is checked. The XSD itself may not be
distributed with the product, so this replaces it: order and number of children, attributes and their values, where text
is allowed, and that every name refers to something. `python -m bench.qti_xsd` validates by the XSD.
"""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from tests.formats.qti3_names import as_before

QTI, PACKAGE = "http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/imscp_v1p1"
_SPACES = {QTI, PACKAGE, "http://ltsc.ieee.org/xsd/LOM"}
_SPACE = {"q": QTI, "cp": PACKAGE}

NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_INLINE = "a br code em img span strong sub sup"
_FLOW = f"{_INLINE} textEntryInteraction"
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
    "itemBody": f"( {_BLOCK} {_INTERACTION} rubricBlock )+",
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
    "manifest": "metadata organizations resources",
    "metadata": "schema schemaversion lom?",
    "resources": "resource*",
    "resource": "metadata? file+ dependency*",
    "resource/metadata": "lom?",
    "lom": "general? ( foreign )*", "general": "keyword*", "keyword": "string+",
}  # fmt: skip
MIXED = {
    **dict.fromkeys(
        ["p", "pre", "code", "em", "strong", "span", "a", "sub", "sup", "h1", "h2", "h3", "h4", "h5", "h6"],
        _FLOW,
    ),
    **dict.fromkeys(["li", "td", "th"], f"{_FLOW} {_BLOCK}"),
    "modalFeedback": f"{_INLINE} {_BLOCK}",
    "simpleChoice": f"{_INLINE} feedbackInline",
    "feedbackInline": _INLINE,
    "simpleAssociableChoice": _INLINE,
    **dict.fromkeys(["value", "baseValue", "schema", "schemaversion", "string", "foreign"], ""),
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
    "manifest": "identifier!", "resource": "identifier! type! href", "file": "href!", "dependency": "identifierref!",
    "string": "language",
}  # fmt: skip
VALUES = {
    "cardinality": r"single|multiple|ordered", "baseType": r"identifier|string|float|directedPair",
    "shuffle": r"true|false", "fixed": r"true|false", "caseSensitive": r"true|false", "adaptive": r"false",
    "timeDependent": r"false", "visible": r"true|false", "showHide": r"show|hide", "view": r"scorer",
    "toleranceMode": r"absolute", "tolerance": r"\d+(\.\d+)? \d+(\.\d+)?", "maxChoices": r"\d+", "matchMax": r"\d+",
    "maxAssociations": r"\d+", "expectedLength": r"\d+", "lowerBound": _NUMBER.pattern, "upperBound": _NUMBER.pattern,
    "defaultValue": _NUMBER.pattern, "mappedValue": _NUMBER.pattern, "identifier": NAME.pattern, "responseIdentifier": NAME.pattern,
    "outcomeIdentifier": NAME.pattern, "navigationMode": "nonlinear|linear", "submissionMode": "simultaneous|individual",
    "title": r"(?s).+", "mapKey": r"(?s).+", "identifierref": NAME.pattern, "language": r"[a-z]{2}",
    "type": r"imsqti_(item|test)_xmlv2p2",
}  # fmt: skip
TEXTS = {"schema": "QTIv2.2 Package", "schemaversion": "1.0.0"}
ADDRESSES = {"href", "src", "template"}


def wrong(data: bytes) -> list[str]:
    """Everything in the document that its version of QTI does not allow."""
    root = etree.fromstring(data)
    found = list(as_before(root))
    found += [problem for element in root.iter() for problem in _element(element)]
    names = {"assessmentItem": _names, "assessmentTest": _places, "manifest": _resources}.get(_tag(root))
    return found + (list(names(root)) if names else [f"the root is {root.tag}"])


def _tag(element: etree._Element) -> str:
    name = etree.QName(element)
    above = element.getparent()
    if above is not None and _tag(above) == "lom" and name.namespace not in _SPACES:
        return "foreign"
    return name.localname if name.namespace in _SPACES else f"?{element.tag}"


def _element(element: etree._Element) -> Iterator[str]:
    tag = _tag(element)
    names = [_tag(child) for child in element]
    if tag in MIXED:
        yield from (f"{name} in {tag}" for name in names if name not in MIXED[tag].split())
    else:
        above = element.getparent()
        within = f"{_tag(above)}/{tag}" if above is not None else tag
        model = CHILDREN.get(within, CHILDREN.get(tag, ""))
        if re.fullmatch(_pattern(model), "".join(f"{name} " for name in names)) is None:
            yield f"{tag} holds {names}"
        if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
            yield f"words in {tag}"
    if tag in TEXTS and element.text != TEXTS[tag]:
        yield f"{tag} {element.text!r}"
    allowed = {name.rstrip("!"): name.endswith("!") for name in ATTRIBUTES.get(tag, "").split()}
    has = {etree.QName(name).localname: str(value) for name, value in element.attrib.items()}
    yield from (f"{tag} without {name}" for name, needed in allowed.items() if needed and name not in has)
    yield from (f"{tag} with {name}" for name in has if name not in allowed)
    for name, value in has.items():
        if name in VALUES and re.fullmatch(VALUES[name], value) is None:
            yield f"{tag} {name}={value!r}"
        if name in ADDRESSES and not is_address(value):
            yield f"{tag} {name}={value!r} is no address"


@cache
def is_address(value: str) -> bool:
    """Return whether XML Schema accepts it as an address (anyURI)."""
    holder = etree.Element("a")
    holder.text = value
    return _ADDRESS.validate(holder)


_ADDRESS = etree.XMLSchema(
    etree.XML(
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema"><s:element name="a" type="s:anyURI"/></s:schema>'
    )
)


def _pattern(model: str) -> str:
    """Return the model of an element's children as a pattern over their names, each followed by a blank."""
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
    """Yield names that refer to nothing, and names given twice."""
    space = _SPACE
    declared = [str(one) for one in root.xpath("q:responseDeclaration/@identifier", namespaces=space)]
    outcomes = [str(one) for one in root.xpath("q:outcomeDeclaration/@identifier", namespaces=space)]
    used = [str(one) for one in root.xpath("//@responseIdentifier")]
    outcomes_used = [
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
    yield from (f"outcome {name}" for name in outcomes_used if name not in outcomes)
    yield from (f"variable {name}" for name in read if name not in declared + outcomes)
    for kind in ("identifier", "directedPair"):
        for value in root.xpath(f"q:responseDeclaration[@baseType='{kind}']/q:correctResponse/q:value/text()"
                                f" | q:responseDeclaration[@baseType='{kind}']/q:mapping/q:mapEntry/@mapKey", namespaces=space):  # fmt: skip
            yield from (f"value {name}" for name in str(value).split() if name not in choices)
    for entry in root.iter(f"{{{QTI}}}textEntryInteraction"):
        bound = root.xpath(
            "q:responseDeclaration[@identifier=$name]", namespaces=space, name=entry.get("responseIdentifier")
        )
        if [one.get("cardinality") for one in bound] != ["single"] or bound[0].get("baseType") not in (
            "string",
            "integer",
            "float",
        ):
            yield f"words typed into {entry.get('responseIdentifier')}"


def _places(test: etree._Element) -> Iterator[str]:
    """Parts of a test with the same name."""
    names = [str(one) for one in test.xpath("//@identifier")]
    yield from (f"{name} twice" for name in sorted(set(names)) if names.count(name) > 1)


def _resources(manifest: etree._Element) -> Iterator[str]:
    """Resources with the same name, and names of none."""
    yield from _places(manifest)
    names = [str(one) for one in manifest.xpath("//cp:resource/@identifier", namespaces=_SPACE)]
    yield from (f"resource {name}" for name in manifest.xpath("//@identifierref") if name not in names)
