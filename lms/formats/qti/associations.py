"""Interactions that bring things together: match, associate, gap match."""

from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.formats.containers.safe_xml import Element, children, descendants
from lms.formats.qti.item import EXPORT_AGAIN, Declaration, Item, markdown, one_line, replace_by

Made = tuple[str, dict[str, Any]]
Couples = list[tuple[str, str]]


def match(item: Item, interaction: Element) -> Made:
    """The side of which each thing has exactly one partner is the left one."""
    declaration = item.declaration(interaction)
    sets = [{str(choice.get("identifier", "")): choice for choice in children(side, "simpleAssociableChoice")}
            for side in children(interaction, "simpleMatchSet")]  # fmt: skip
    if len(sets) != 2:
        raise item.refuse(Text("应有两组可配对的项", "needs two sets of things to match"), EXPORT_AGAIN)
    couples = _couples(item, declaration)
    for one, other, turned in ((sets[0], sets[1], False), (sets[1], sets[0], True)):
        wanted = [(b, a) if turned else (a, b) for a, b in couples]
        if sorted(left for left, _ in wanted) == sorted(one):
            right_of = dict(wanted)
            return _matching(
                item, declaration, [(one[left], other.get(right_of[left])) for left in one], other
            )
    what = Text("有的项配了几个，或一个也没配", "has things with several partners, or with none")
    raise item.refuse(
        what, Text("请让其中一组的每一项恰好配一个", "Give each thing of one set exactly one partner")
    )


def associate(item: Item, interaction: Element) -> Made:
    """Pairs of one set: the first of each pair stands on the left."""
    declaration = item.declaration(interaction)
    things = {
        str(choice.get("identifier", "")): choice
        for choice in children(interaction, "simpleAssociableChoice")
    }
    couples = _couples(item, declaration)
    used = [name for couple in couples for name in couple]
    if len(set(used)) != len(used) or any(name not in things for name in used):
        what = Text("有的项配了几个", "has things with several partners")
        raise item.refuse(what, Text("请让每一项至多配一个", "Give each thing one partner at most"))
    lefts = {left for left, _ in couples}
    rights = {name: choice for name, choice in things.items() if name not in lefts}
    return _matching(item, declaration, [(things[left], things[right]) for left, right in couples], rights)


def gap_match(item: Item, interaction: Element) -> Made:
    """Words for the gaps of a text: matching of the gaps' numbers; a single gap is a choice."""
    declaration = item.declaration(interaction)
    words = {
        str(choice.get("identifier", "")): choice for choice in children(interaction, "gapText", "gapImg")
    }
    gaps = [str(gap.get("identifier", "")) for gap in descendants(interaction, "gap")]
    word_of = {gap: word for word, gap in _couples(item, declaration)}
    if not gaps or any(word_of.get(gap) not in words for gap in gaps):
        raise item.refuse(Text("有的空没有答案", "has a gap without an answer"), EXPORT_AGAIN)
    texts = {name: one_line(choice) for name, choice in words.items()}
    for number, gap in enumerate(descendants(interaction, "gap"), 1):
        replace_by(gap, "____" if len(gaps) == 1 else f"（{number}）____")
    for choice in words.values():
        replace_by(choice, "")
    for prompt in children(interaction, "prompt"):
        prompt.tag = "div"
    interaction.tag = "div"
    stem = markdown(item.body)
    if len(gaps) == 1:
        options = [
            {"text": shown, **({"right": True} if word_of[gaps[0]] == name else {})}
            for name, shown in texts.items()
        ]
        return "single_choice", {"stem": stem, "options": options}
    pairs = [{"left": f"（{number}）", "right": texts[word_of[gap]]} for number, gap in enumerate(gaps, 1)]
    used = set(word_of.values())
    extra = [shown for name, shown in texts.items() if name not in used]
    return "matching", {"stem": stem, "pairs": pairs, **_extra(extra), **_rule(item, declaration)}


def _couples(item: Item, declaration: Declaration) -> Couples:
    """The right pairs: those said to be right, else those that earn something."""
    pairs = list(declaration.correct)
    if not pairs:
        pairs = [key for key, value in (declaration.mapping or {}).items() if value > 0]
    couples = [tuple(pair.split()) for pair in pairs]
    if not couples or any(len(couple) != 2 for couple in couples):
        raise item.refuse(Text("看不出哪些配在一起", "does not say what belongs together"), EXPORT_AGAIN)
    return [(couple[0], couple[1]) for couple in couples]


def _matching(
    item: Item,
    declaration: Declaration,
    pairs: list[tuple[Element, Element | None]],
    rights: dict[str, Element],
) -> Made:
    if any(right is None for _, right in pairs):
        raise item.refuse(Text("看不出哪些配在一起", "does not say what belongs together"), EXPORT_AGAIN)
    used = {id(right) for _, right in pairs}
    extra = [one_line(choice) for choice in rights.values() if id(choice) not in used]
    rows = [{"left": one_line(left), "right": _words(right)} for left, right in pairs]
    return "matching", {"pairs": rows, **_extra(extra), **_rule(item, declaration)}


def _words(element: Element | None) -> str:
    return one_line(element) if element is not None else ""


def _extra(texts: list[str]) -> dict[str, Any]:
    return {"extra": list(dict.fromkeys(texts))} if texts else {}


def _rule(item: Item, declaration: Declaration) -> dict[str, Any]:
    """Where the mapping counts, each pair earns its part; ours are equal."""
    if not item.maps(declaration.identifier):
        return {"rule": "all_or_nothing"}
    if len({value for value in (declaration.mapping or {}).values() if value > Fraction(0)}) > 1:
        what = Text("各对分值不同，这里各对相等", "has pairs of different worth; here all count the same")
        item.note(what, Text("请核对分值", "Check the marks"))
    return {"rule": "proportional"}
