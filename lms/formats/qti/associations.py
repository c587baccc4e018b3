"""Parse interactions that associate choices: match, associate, gap match."""

from fractions import Fraction
from typing import Any

from lms.formats.containers.safe_xml import Element, children, descendants
from lms.formats.qti import messages
from lms.formats.qti.item import Declaration, Item, markdown, one_line, replace_element

Parsed = tuple[str, dict[str, Any]]
Pairs = list[tuple[str, str]]


def parse_match(item: Item, interaction: Element) -> Parsed:
    """Parse into pairs; the set in which each choice has exactly one partner is the left side."""
    declaration = item.declaration(interaction)
    sets = [{str(choice.get("identifier", "")): choice for choice in children(side, "simpleAssociableChoice")}
            for side in children(interaction, "simpleMatchSet")]  # fmt: skip
    if len(sets) != 2:
        raise item.refusal(messages.NOT_TWO_SETS)
    first, second = sets
    pairs = _right_pairs(item, declaration)
    reversed_pairs = [(right, left) for left, right in pairs]
    for lefts, rights, oriented in ((first, second, pairs), (second, first, reversed_pairs)):
        if sorted(left for left, _ in oriented) == sorted(lefts):
            right_of = dict(oriented)
            matched = [(lefts[left], rights.get(right_of[left])) for left in lefts]
            return _matching(item, declaration, matched, rights)
    raise item.refusal(messages.NOT_ONE_PARTNER_EACH)


def parse_associate(item: Item, interaction: Element) -> Parsed:
    """Parse pairs of one set: the first of each pair is the left side."""
    declaration = item.declaration(interaction)
    choices = {
        str(choice.get("identifier", "")): choice
        for choice in children(interaction, "simpleAssociableChoice")
    }
    pairs = _right_pairs(item, declaration)
    used = [name for pair in pairs for name in pair]
    if len(set(used)) != len(used) or any(name not in choices for name in used):
        raise item.refusal(messages.SEVERAL_PARTNERS)
    lefts = {left for left, _ in pairs}
    rights = {name: choice for name, choice in choices.items() if name not in lefts}
    return _matching(item, declaration, [(choices[left], choices[right]) for left, right in pairs], rights)


def parse_gap_match(item: Item, interaction: Element) -> Parsed:
    """Parse words for the gaps of a text into a matching of the gaps' numbers; a single gap into a choice."""
    declaration = item.declaration(interaction)
    words = {
        str(choice.get("identifier", "")): choice for choice in children(interaction, "gapText", "gapImg")
    }
    gaps = [str(gap.get("identifier", "")) for gap in descendants(interaction, "gap")]
    word_of = {gap: word for word, gap in _right_pairs(item, declaration)}
    if not gaps or any(word_of.get(gap) not in words for gap in gaps):
        raise item.refusal(messages.GAP_WITHOUT_ANSWER)
    texts = {name: one_line(choice) for name, choice in words.items()}
    for number, gap in enumerate(descendants(interaction, "gap"), 1):
        replace_element(gap, "____" if len(gaps) == 1 else f"（{number}）____")
    for choice in words.values():
        replace_element(choice, "")
    for prompt in children(interaction, "prompt"):
        prompt.tag = "div"
    interaction.tag = "div"
    stem = markdown(item.body)
    if len(gaps) == 1:
        options = [
            {"text": word, **({"right": True} if word_of[gaps[0]] == name else {})}
            for name, word in texts.items()
        ]
        return "single_choice", {"stem": stem, "options": options}
    pairs = [{"left": f"（{number}）", "right": texts[word_of[gap]]} for number, gap in enumerate(gaps, 1)]
    used = set(word_of.values())
    extra = [word for name, word in texts.items() if name not in used]
    return "matching", {"stem": stem, "pairs": pairs, **_extra(extra), **_rule(item, declaration)}


def _right_pairs(item: Item, declaration: Declaration) -> Pairs:
    """Return the pairs declared to be right, else those that earn something. Raise Unusable if there are none."""
    declared = list(declaration.correct)
    if not declared:
        declared = [key for key, value in (declaration.mapping or {}).items() if value > 0]
    pairs = [tuple(pair.split()) for pair in declared]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise item.refusal(messages.PAIRS_UNCLEAR)
    return [(pair[0], pair[1]) for pair in pairs]


def _matching(
    item: Item,
    declaration: Declaration,
    pairs: list[tuple[Element, Element | None]],
    rights: dict[str, Element],
) -> Parsed:
    if any(right is None for _, right in pairs):
        raise item.refusal(messages.PAIRS_UNCLEAR)
    used = {id(right) for _, right in pairs}
    extra = [one_line(choice) for choice in rights.values() if id(choice) not in used]
    rows = [{"left": one_line(left), "right": _words(right)} for left, right in pairs]
    return "matching", {"pairs": rows, **_extra(extra), **_rule(item, declaration)}


def _words(element: Element | None) -> str:
    return one_line(element) if element is not None else ""


def _extra(texts: list[str]) -> dict[str, Any]:
    return {"extra": list(dict.fromkeys(texts))} if texts else {}


def _rule(item: Item, declaration: Declaration) -> dict[str, Any]:
    """Return the rule: where the mapping counts, each pair earns its share; our shares are equal."""
    if not item.maps(declaration.identifier):
        return {"rule": "all_or_nothing"}
    if len({value for value in (declaration.mapping or {}).values() if value > Fraction(0)}) > 1:
        item.add_notice(messages.UNEQUAL_PAIRS)
    return {"rule": "proportional"}
