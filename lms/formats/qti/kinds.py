"""Parse the interactions of an item into a kind and its own keys."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lms.formats import exchange_messages
from lms.formats.containers.safe_xml import Element, children, descendants, local_name
from lms.formats.drafts.rubric import rubric_of
from lms.formats.qti import messages
from lms.formats.qti.associations import parse_associate, parse_gap_match, parse_match
from lms.formats.qti.item import (
    Item,
    is_interaction,
    markdown,
    one_line,
    remove_element,
    replace_element,
)
from lms.formats.qti.text_entry import parse_inline, parse_slider

Parsed = tuple[str, dict[str, Any]]
_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_BUTTONS = ("endAttemptInteraction",)


def parse_item(item: Item) -> Parsed:
    """Return the kind and its data with the stem. Raise Unusable if the item cannot be used."""
    _require_fixed_question(item)
    for hidden in descendants(item.body, "feedbackBlock", "templateBlock", "templateInline", *_BUTTONS):
        remove_element(hidden)
    for feedback in descendants(item.body, "feedbackInline"):
        if not any(local_name(ancestor).endswith("Choice") for ancestor in feedback.iterancestors()):
            remove_element(feedback)
    interactions = [element for element in item.body.iterdescendants() if is_interaction(element)]
    if not interactions:
        return "description", {"stem": _stem(item, None)}
    if {local_name(interaction) for interaction in interactions} <= set(_INLINE):
        return parse_inline(item, interactions, lambda: _stem(item, None))
    if len(interactions) > 1:
        raise item.refusal(messages.several_interactions(len(interactions)))
    interaction = interactions[0]
    name = local_name(interaction)
    if name not in _PARSERS:
        raise item.refusal(messages.interaction_not_supported(name))
    kind, data = _PARSERS[name](item, interaction)
    return kind, data if "stem" in data else {**data, "stem": _stem(item, interaction)}


def _require_fixed_question(item: Item) -> None:
    """Raise Unusable if the question differs between candidates, or continues after an answer."""
    if children(item.element, "templateDeclaration") or descendants(item.body, "printedVariable"):
        raise item.refusal(messages.RANDOM_VALUES)
    if item.element.get("adaptive") == "true":
        raise item.refusal(messages.ADAPTIVE)


def _stem(item: Item, interaction: Element | None) -> str:
    """Return the body without the interaction; its prompt stays."""
    if interaction is not None:
        prompts = children(interaction, "prompt")
        for prompt in prompts:
            prompt.tag = "div"
            interaction.addprevious(prompt)
        replace_element(interaction, " ")
    for rubric in descendants(item.body, "rubricBlock"):
        if "candidate" not in str(rubric.get("view", "")).split():
            if "scorer" not in str(rubric.get("view", "")).split():
                item.more.setdefault("rubric", []).append(markdown(rubric))
            remove_element(rubric)
        else:
            rubric.tag = "div"
    return markdown(item.body) or item.title


def _choice(item: Item, interaction: Element) -> Parsed:
    """Parse options by the mapping where that counts, else by the right value."""
    declaration = item.declaration(interaction)
    options = children(interaction, "simpleChoice") or descendants(interaction, "simpleChoice")
    with_feedback = [(option, _option_feedback(item, option)) for option in options]
    return _choose_from(item, interaction, with_feedback, declaration.cardinality)


def _option_feedback(item: Item, option: Element) -> str:
    """Return the feedback inside an option, or that which is shown for its identifier."""
    inside = descendants(option, "feedbackInline", "feedbackBlock")
    if inside:
        return one_line(inside[0])
    for modal in children(item.element, "modalFeedback"):
        if modal.get("identifier") == option.get("identifier"):
            return one_line(modal)
    return ""


def _choose_from(
    item: Item, interaction: Element, options: list[tuple[Element, str]], cardinality: str
) -> Parsed:
    """Parse `options` with their feedback. Raise Unusable if none is right."""
    declaration = item.declaration(interaction)
    names = [str(option.get("identifier", "")) for option, _ in options]
    shares = _shares(item, declaration.identifier, names)
    several = cardinality == "multiple"
    if not any(share > 0 for share in shares):
        raise item.refusal(messages.NO_RIGHT_OPTION)
    all_or_nothing = not item.maps(declaration.identifier)
    one_right = shares.count(Fraction(1)) == 1 and set(shares) <= {Fraction(0), Fraction(1)}
    plain = all_or_nothing if several else one_right
    rows = []
    for (option, feedback), share in zip(options, shares, strict=True):
        key: dict[str, Any] = {"fraction": str(share)} if share else {}
        key = {"right": True} if share and plain else key
        fixed = {"fixed": True} if option.get("fixed") == "true" else {}
        rows.append(
            {"text": one_line(option), **key, **({"feedback": feedback} if feedback else {}), **fixed}
        )
    data: dict[str, Any] = {"options": rows}
    if interaction.get("shuffle") != "true":
        data["shuffle"] = False
    if several:
        return "multiple_choice", {**data, "rule": "all_or_nothing" if all_or_nothing else "weights"}
    if names == ["true", "false"] and plain:
        feedbacks = {
            f"feedback_{name}": words for name, (_, words) in zip(names, options, strict=True) if words
        }
        return "true_false", {"answer": shares[0] == 1, **feedbacks}
    return "single_choice", data


def _shares(item: Item, identifier: str, names: list[str]) -> list[Fraction]:
    """Return what each option earns, as a share of the best."""
    declaration = item.declarations[identifier]
    if not item.maps(identifier):
        scores = item.word_scores(identifier) if declaration.cardinality == "single" else {}
        best = max(scores.values(), default=Fraction(0))
        if best > 0:
            return [max(scores.get(name, Fraction(0)) / best, Fraction(-1)) for name in names]
        return [Fraction(int(name in declaration.correct)) for name in names]
    best = declaration.best()
    values = [(declaration.mapping or {}).get(name, declaration.default) for name in names]
    return [max(value / best, Fraction(-1)) if best > 0 else Fraction(0) for value in values]


def _hottext(item: Item, interaction: Element) -> Parsed:
    """Parse words marked in a text into options; the stem keeps the whole text."""
    declaration = item.declaration(interaction)
    words = [(option, "") for option in descendants(interaction, "hottext")]
    kind, data = _choose_from(item, interaction, words, declaration.cardinality)
    for option, _ in words:
        option.tag = "strong"
    for prompt in children(interaction, "prompt"):
        prompt.tag = "div"
    interaction.tag = "div"
    return kind, {**data, "stem": markdown(item.body)}


def _hotspot(item: Item, interaction: Element) -> Parsed:
    """Parse places in a picture into options by their labels; where they have none, a person must mark them in it."""
    spots = children(interaction, "hotspotChoice")
    if not all(spot.get("hotspotLabel") for spot in spots):
        item.add_notice(messages.IDENTIFIERS_AS_OPTIONS)
    for spot in spots:
        spot.text = str(spot.get("hotspotLabel") or spot.get("identifier"))
    kind, data = _choose_from(
        item, interaction, [(spot, "") for spot in spots], item.declaration(interaction).cardinality
    )
    picture = next(iter(descendants(interaction, "object", "img")), None)
    if picture is not None:
        interaction.addprevious(picture)
    return kind, data


def _order(item: Item, interaction: Element) -> Parsed:
    declaration = item.declaration(interaction)
    texts = {
        str(option.get("identifier", "")): one_line(option)
        for option in children(interaction, "simpleChoice")
    }
    if sorted(declaration.correct) != sorted(texts):
        raise item.refusal(messages.INCOMPLETE_ORDER)
    tests = descendants(item.processing, "match") if item.processing is not None else ()
    if item.maps(declaration.identifier) or len(tests) > 1:
        item.add_notice(messages.ORDER_RULE_REPLACED)
    return "ordering", {"order": [texts[name] for name in declaration.correct], "rule": "exact"}


def _essay(item: Item, interaction: Element) -> Parsed:
    """Parse a long text into an essay, or into a short answer where right words are listed."""
    declaration = item.declarations.get(str(interaction.get("responseIdentifier", "")))
    accepted = [key for key, value in (declaration.mapping or {}).items() if value > 0] if declaration else []
    if declaration and accepted and item.maps(declaration.identifier):
        best = declaration.best()
        answers = [
            key if value == best else {"text": key, "fraction": str(value / best)}
            for key, value in (declaration.mapping or {}).items() if value > 0
        ]  # fmt: skip
        return "short_text", {"answers": answers}
    limits = {
        "expectedLength": interaction.get("expectedLength"),
        "expectedLines": interaction.get("expectedLines"),
    }
    item.more |= {name: str(value) for name, value in limits.items() if value}
    sample = declaration.correct[0] if declaration and declaration.correct else ""
    scorer_notes = [
        markdown(block)
        for block in descendants(item.element, "rubricBlock")
        if "scorer" in str(block.get("view", ""))
    ]
    notes = "\n\n".join(scorer_notes)
    rubric = rubric_of(notes, item.points())
    whole = {"criterion": "综合评分", "points": str(item.points()), **({"describe": notes} if notes else {})}
    return "essay", {"rubric": rubric or [whole], **({"sample": sample} if sample else {})}


def _upload(item: Item, interaction: Element) -> Parsed:
    item.add_notice(exchange_messages.UPLOAD_BECAME_TEXT)
    return _essay(item, interaction)


_PARSERS: dict[str, Callable[[Item, Element], Parsed]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": parse_match,
    "associateInteraction": parse_associate,
    "gapMatchInteraction": parse_gap_match,
    "hottextInteraction": _hottext,
    "hotspotInteraction": _hotspot,
    "extendedTextInteraction": _essay,
    "uploadInteraction": _upload,
    "sliderInteraction": parse_slider,
}
