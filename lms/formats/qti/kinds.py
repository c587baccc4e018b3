"""What the interactions of an item make of it: a kind and its own keys."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lms.domain.problem import Text
from lms.formats.containers.safe_xml import Element, children, descendants, local_name
from lms.formats.drafts.rubric import rubric_of
from lms.formats.qti.associations import associate, gap_match, match
from lms.formats.qti.entries import inline_items, slider
from lms.formats.qti.item import EXPORT_AGAIN, Item, is_interaction, markdown, one_line, remove, replace_by

Made = tuple[str, dict[str, Any]]
_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_BUTTONS = ("endAttemptInteraction",)


def made_of(item: Item) -> Made:
    """The kind and its data with the stem."""
    _refuse_what_changes(item)
    for hidden in descendants(item.body, "feedbackBlock", "templateBlock", "templateInline", *_BUTTONS):
        remove(hidden)
    for told in descendants(item.body, "feedbackInline"):
        if not any(local_name(above).endswith("Choice") for above in told.iterancestors()):
            remove(told)
    found = [element for element in item.body.iterdescendants() if is_interaction(element)]
    if not found:
        return "description", {"stem": _stem(item, None)}
    if {local_name(interaction) for interaction in found} <= set(_INLINE):
        return inline_items(item, found, lambda: _stem(item, None))
    if len(found) > 1:
        many = len(found)
        what = Text(f"一道题里有 {many} 处作答，不支持", f"has {many} interactions, which is not supported")
        how = Text("请拆成几道题后重新导出", "Make several items of it and export them again")
        raise item.refuse(what, how)
    name = local_name(found[0])
    if name not in _MAKERS:
        what = Text(f"不支持 {name}", f"{name} is not supported")
        how = Text("请改成选择、匹配、填空等题型", "Make it a choice, a match or a text entry")
        raise item.refuse(what, how)
    kind, data = _MAKERS[name](item, found[0])
    return kind, data if "stem" in data else {**data, "stem": _stem(item, found[0])}


def _refuse_what_changes(item: Item) -> None:
    """Questions that are other ones for each candidate, or go on after an answer."""
    if children(item.element, "templateDeclaration") or descendants(item.body, "printedVariable"):
        what = Text(
            "是带随机变量的模板题，不支持", "is a template with random values, which is not supported"
        )
        how = Text("请代入一组数据后重新导出", "Put in one set of values and export it again")
        raise item.refuse(what, how)
    if item.element.get("adaptive") == "true":
        what = Text(
            "是分步作答的自适应题，不支持", "is adaptive, to be answered in steps, which is not supported"
        )
        raise item.refuse(what, Text("请拆成几道题", "Make several questions of it"))


def _stem(item: Item, interaction: Element | None) -> str:
    """The body without what is answered in; the prompt stays."""
    if interaction is not None:
        prompts = children(interaction, "prompt")
        for prompt in prompts:
            prompt.tag = "div"
            interaction.addprevious(prompt)
        replace_by(interaction, " ")
    for rubric in descendants(item.body, "rubricBlock"):
        if "candidate" not in str(rubric.get("view", "")).split():
            if "scorer" not in str(rubric.get("view", "")).split():
                item.more.setdefault("rubric", []).append(markdown(rubric))
            remove(rubric)
        else:
            rubric.tag = "div"
    return markdown(item.body) or item.title


def _choice(item: Item, interaction: Element) -> Made:
    """By the mapping where that is what counts, else by the right value."""
    declaration = item.declaration(interaction)
    options = children(interaction, "simpleChoice") or descendants(interaction, "simpleChoice")
    return _choose_from(
        item, interaction, [(option, _said(item, option)) for option in options], declaration.cardinality
    )


def _said(item: Item, option: Element) -> str:
    """The feedback inside an option, or that which is shown for its identifier."""
    inside = descendants(option, "feedbackInline", "feedbackBlock")
    if inside:
        return one_line(inside[0])
    for modal in children(item.element, "modalFeedback"):
        if modal.get("identifier") == option.get("identifier"):
            return one_line(modal)
    return ""


def _choose_from(
    item: Item, interaction: Element, found: list[tuple[Element, str]], cardinality: str
) -> Made:
    declaration = item.declaration(interaction)
    names = [str(option.get("identifier", "")) for option, _ in found]
    shares = _shares(item, declaration.identifier, names)
    several = cardinality == "multiple"
    if not any(share > 0 for share in shares):
        raise item.refuse(Text("没有一个正确选项", "no option is right"), EXPORT_AGAIN)
    whole = not item.maps(declaration.identifier)
    plain = whole if several else shares.count(Fraction(1)) == 1 and set(shares) <= {Fraction(0), Fraction(1)}
    rows = []
    for (option, said), share in zip(found, shares, strict=True):
        key: dict[str, Any] = {"fraction": str(share)} if share else {}
        key = {"right": True} if share and plain else key
        fixed = {"fixed": True} if option.get("fixed") == "true" else {}
        rows.append({"text": one_line(option), **key, **({"feedback": said} if said else {}), **fixed})
    data: dict[str, Any] = {"options": rows}
    if interaction.get("shuffle") != "true":
        data["shuffle"] = False
    if several:
        return "multiple_choice", {**data, "rule": "all_or_nothing" if whole else "weights"}
    if names == ["true", "false"] and plain:
        told = {f"feedback_{name}": words for name, (_, words) in zip(names, found, strict=True) if words}
        return "true_false", {"answer": shares[0] == 1, **told}
    return "single_choice", data


def _shares(item: Item, identifier: str, names: list[str]) -> list[Fraction]:
    """What each option earns of the best."""
    declaration = item.declarations[identifier]
    if not item.maps(identifier):
        ruled = item.accepted(identifier) if declaration.cardinality == "single" else {}
        most = max(ruled.values(), default=Fraction(0))
        if most > 0:
            return [max(ruled.get(name, Fraction(0)) / most, Fraction(-1)) for name in names]
        return [Fraction(int(name in declaration.correct)) for name in names]
    best = declaration.best()
    worth = [(declaration.mapping or {}).get(name, declaration.default) for name in names]
    return [max(value / best, Fraction(-1)) if best > 0 else Fraction(0) for value in worth]


def _hottext(item: Item, interaction: Element) -> Made:
    """Words marked in a text: options, and the text stays as it is read."""
    declaration = item.declaration(interaction)
    words = [(option, "") for option in descendants(interaction, "hottext")]
    kind, data = _choose_from(item, interaction, words, declaration.cardinality)
    for option, _ in words:
        option.tag = "strong"
    for prompt in children(interaction, "prompt"):
        prompt.tag = "div"
    interaction.tag = "div"
    return kind, {**data, "stem": markdown(item.body)}


def _hotspot(item: Item, interaction: Element) -> Made:
    """Places in a picture become options, by their names; where they have none, a person has to mark them in it."""
    spots = children(interaction, "hotspotChoice")
    if not all(spot.get("hotspotLabel") for spot in spots):
        what = Text(
            "原题在图上点选，已改为选择题，选项是各区域的代号",
            "asks to point at places in a picture; here their identifiers are options",
        )
        item.note(what, Text("请在图上标出各区域的代号", "Mark the places in the picture with these"))
    for spot in spots:
        spot.text = str(spot.get("hotspotLabel") or spot.get("identifier"))
    kind, data = _choose_from(
        item, interaction, [(spot, "") for spot in spots], item.declaration(interaction).cardinality
    )
    picture = next(iter(descendants(interaction, "object", "img")), None)
    if picture is not None:
        interaction.addprevious(picture)
    return kind, data


def _order(item: Item, interaction: Element) -> Made:
    declaration = item.declaration(interaction)
    texts = {
        str(option.get("identifier", "")): one_line(option)
        for option in children(interaction, "simpleChoice")
    }
    if sorted(declaration.correct) != sorted(texts):
        what = Text("正确顺序没有包括所有的项", "has a right order that leaves entries out")
        raise item.refuse(what, Text("请让每一项都排进正确顺序", "Put every entry into the right order"))
    if (
        item.maps(declaration.identifier)
        or len(descendants(item.processing, "match") if item.processing is not None else ()) > 1
    ):
        what = Text(
            "原题的部分得分规则带不过来，已改为全对得分",
            "has a rule for parts of the mark, which became all or nothing",
        )
        item.note(
            what,
            Text("请核对计分规则，可改为按先后或按位置计分", "Check the rule; pairs or positions are others"),
        )
    return "ordering", {"order": [texts[name] for name in declaration.correct], "rule": "exact"}


def _essay(item: Item, interaction: Element) -> Made:
    """A text of its own is an essay; where right words are listed it is a short answer."""
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
    scorer = [
        markdown(found)
        for found in descendants(item.element, "rubricBlock")
        if "scorer" in str(found.get("view", ""))
    ]
    notes = "\n\n".join(scorer)
    rubric = rubric_of(notes, item.points())
    alone = {"criterion": "综合评分", "points": str(item.points()), **({"describe": notes} if notes else {})}
    return "essay", {"rubric": rubric or [alone], **({"sample": sample} if sample else {})}


def _upload(item: Item, interaction: Element) -> Made:
    what = Text(
        "原题要求上传文件，这里改为文字作答", "asks for a file to be uploaded; here a text is written"
    )
    item.note(what, Text("请核对题面", "Check how it reads"))
    return _essay(item, interaction)


_MAKERS: dict[str, Callable[[Item, Element], Made]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": match,
    "associateInteraction": associate,
    "gapMatchInteraction": gap_match,
    "hottextInteraction": _hottext,
    "hotspotInteraction": _hotspot,
    "extendedTextInteraction": _essay,
    "uploadInteraction": _upload,
    "sliderInteraction": slider,
}
