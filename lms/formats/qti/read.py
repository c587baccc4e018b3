"""A file or package of QTI 2 or 3 to drafts."""

from decimal import Decimal
from typing import Any

from lms.domain.place import Named
from lms.domain.problem import Problem, Text
from lms.domain.text.numbers import read_number
from lms.formats.containers.content_package import ContentPackage, open_package
from lms.formats.containers.safe_xml import Element, children, descendants, parse_xml
from lms.formats.drafts.sidecar import with_sidecar
from lms.formats.item import Draft, Reading
from lms.formats.qti.item import Item, Unusable, markdown, one_line, read_item
from lms.formats.qti.kinds import made_of
from lms.formats.qti.names import camel, plain_names

REST = "wuneng"
"""The element of a resource's metadata that holds what QTI has no place for."""
Place = tuple[str, Decimal]
"""The category that a test puts an item in, and the weight it gives it."""


def root_kind(tag: str) -> str:
    """The name of a root element in the spelling of QTI 2."""
    return camel(tag.removeprefix("qti-"))


def read_qti(data: bytes) -> Reading:
    """Every item: those of tests in their order, then the others in that of the manifest."""
    package = open_package(data)
    if isinstance(package, Problem):
        return Reading(problems=(package,))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    places: dict[str, Place] = {}
    for name in package.documents:
        if root_kind(package.first_tag(name)) == "assessmentTest":
            places |= _places(package, name)
    items = [name for name in package.documents if root_kind(package.first_tag(name)) == "assessmentItem"]
    for name in dict.fromkeys([*(name for name in places if name in items), *items]):
        draft, said = _read_whole(package, name, places.get(name, ("", Decimal(1))))
        drafts += [draft] if draft else []
        problems += said
    broken = [name for name in package.documents if not items and isinstance(package.root(name), Problem)]
    problems += [found for name in broken[:20] if isinstance(found := package.root(name), Problem)]
    return Reading(tuple(drafts), tuple(problems))


def _places(package: ContentPackage, name: str) -> dict[str, Place]:
    root = package.root(name)
    if isinstance(root, Problem):
        return {}
    test = plain_names(root)
    found: dict[str, Place] = {}
    for reference in descendants(test, "assessmentItemRef"):
        titles = [
            str(above.get("title", ""))
            for above in reference.iterancestors("assessmentSection", "assessmentTest")
        ]
        weights = [read_number(str(weight.get("value", ""))) for weight in children(reference, "weight")]
        path = "/".join(" ".join(title.split()).replace("/", "／") for title in reversed(titles) if title)
        weight = next((weight for weight in weights if weight), Decimal(1))
        found.setdefault(package.resolve(str(reference.get("href", "")), name), (path, weight))
    return found


def _read_whole(package: ContentPackage, name: str, place: Place) -> tuple[Draft | None, list[Problem]]:
    """The question, with what our own export kept beside it in the manifest."""
    draft, said = read_seen(package, name, place)
    rest = package.metadata(name, REST)
    if not rest:
        return draft, said
    whole = with_sidecar(draft, rest, draft.where if draft else Named(name))
    return (draft, [*said, whole]) if isinstance(whole, Problem) else (whole, [])


def read_seen(
    package: ContentPackage, name: str, place: Place = ("", Decimal(1))
) -> tuple[Draft | None, list[Problem]]:
    """The question as QTI has it."""
    root = package.root(name)
    if isinstance(root, Problem):
        return None, [root]
    item = read_item(plain_names(root), name)
    try:
        draft = _draft(item, package, place)
    except Unusable as refusal:
        return None, [*item.notes, refusal.problem]
    found = draft.question()
    return (None, [*item.notes, *found]) if isinstance(found, list) else (draft, item.notes)


def _draft(item: Item, package: ContentPackage, place: Place) -> Draft:
    points = item.points()
    feedback, other = _feedback(item)
    _bring_in_stimuli(item, package)
    files = _files(item, package)
    kind, data = made_of(item)
    worth = Decimal(0) if kind == "description" else round(points * place[1], 2)
    if kind == "essay" and len(data["rubric"]) == 1:
        data["rubric"] = [{**data["rubric"][0], "points": _number_text(worth)}]
    more: dict[str, Any] = (
        {"identifier": str(item.element.get("identifier"))} if item.element.get("identifier") else {}
    )
    more |= {"modal_feedback": other} if other else {}
    return Draft(
        where=item.place,
        kind=kind,
        data=data,
        name=item.title,
        points=Decimal(_number_text(worth)),
        tags=tuple(package.keywords(item.file)),
        feedback=feedback,
        meta={"category": place[0]} if place[0] else {},
        more=more | item.more | ({"files": files} if files else {}),
    )


def _number_text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _feedback(item: Item) -> tuple[str, list[dict[str, str]]]:
    """What is always shown, and what is shown for an outcome that is no option's."""
    names = {str(choice.get("identifier", "")) for choice in descendants(item.element, "simpleChoice")}
    always: list[str] = []
    other: list[dict[str, str]] = []
    for modal in children(item.element, "modalFeedback"):
        identifier = str(modal.get("identifier", ""))
        if identifier in names:
            continue
        if modal.get("showHide") == "hide" or identifier.lower() in ("general", "solution"):
            always.append(markdown(modal))
        else:
            other.append({"identifier": identifier, "text": one_line(modal)})
    return "\n\n".join(words for words in always if words), other


def _bring_in_stimuli(item: Item, package: ContentPackage) -> None:
    """The shared text stands before the question; it is told where it comes from."""
    sources: list[tuple[str, Element | None]] = []
    for reference in children(item.element, "assessmentStimulusRef"):
        sources.append((str(reference.get("href", "")), None))
    for included in descendants(item.body, "include"):
        sources.append((str(included.get("href", "")), included))
    for found in descendants(item.body, "object"):
        if str(found.get("type", "")) in ("text/html", "application/xhtml+xml") and found.get("data"):
            sources.append((str(found.get("data")), found))
    for href, holder in sources:
        root = parse_xml(package.text_file(href, item.file))
        if isinstance(root, Problem):
            what = Text(f"找不到共用材料 {href[:80]}", f"the shared text {href[:80]} is missing")
            item.note(what, Text("请把材料补进题干", "Add it to the stem"))
            continue
        stimulus = plain_names(root)
        content = next(iter(descendants(stimulus, "stimulusBody", "body")), stimulus)
        content.tag = "div"
        if holder is None:
            item.body.insert(0, content)
            content.tail = item.body.text
            item.body.text = None
        else:
            holder.addprevious(content)
            holder.getparent().remove(holder)
        item.more["stimulus"] = href


def _files(item: Item, package: ContentPackage) -> list[dict[str, Any]]:
    """The pictures beside the item that it shows anywhere."""
    hrefs = [str(found.get("src", "")) for found in descendants(item.element, "img")]
    for found in descendants(item.element, "object"):
        hrefs += [str(found.get("data", ""))] if str(found.get("type", "")).startswith("image/") else []
    return [file for href in dict.fromkeys(hrefs) if (file := package.file(href, item.file))]
