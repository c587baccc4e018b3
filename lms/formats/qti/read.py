"""Read a file or package of QTI 2 or 3 into drafts."""

from decimal import Decimal
from typing import Any

from lms.domain.place import Named
from lms.domain.problem import Problem
from lms.domain.text.numbers import read_number
from lms.formats.containers.content_package import ContentPackage, open_package
from lms.formats.containers.safe_xml import Element, children, descendants, parse_xml
from lms.formats.drafts.sidecar import with_sidecar
from lms.formats.item import Draft, Reading
from lms.formats.qti import messages
from lms.formats.qti.item import Item, Unusable, markdown, one_line, read_item
from lms.formats.qti.kinds import parse_item
from lms.formats.qti.names import camel, plain_names

SIDECAR = "wuneng"
"""The element of a resource's metadata that holds what QTI has no field for."""
TestPlace = tuple[str, Decimal]
"""The category that a test puts an item in, and the weight it gives it."""


def root_kind(tag: str) -> str:
    """Return the name of a root element in the spelling of QTI 2."""
    return camel(tag.removeprefix("qti-"))


def read_qti(data: bytes) -> Reading:
    """Read every item: those of tests in their order, then the others in that of the manifest."""
    package = open_package(data)
    if isinstance(package, Problem):
        return Reading(problems=(package,))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    places: dict[str, TestPlace] = {}
    for name in package.documents:
        if root_kind(package.first_tag(name)) == "assessmentTest":
            places |= _places_in_test(package, name)
    items = [name for name in package.documents if root_kind(package.first_tag(name)) == "assessmentItem"]
    for name in dict.fromkeys([*(name for name in places if name in items), *items]):
        draft, item_problems = _read_question(package, name, places.get(name, ("", Decimal(1))))
        drafts += [draft] if draft else []
        problems += item_problems
    if not items:
        roots = [package.root(name) for name in package.documents]
        problems += [root for root in roots if isinstance(root, Problem)][:20]
    return Reading(tuple(drafts), tuple(problems))


def _places_in_test(package: ContentPackage, name: str) -> dict[str, TestPlace]:
    root = package.root(name)
    if isinstance(root, Problem):
        return {}
    test = plain_names(root)
    places: dict[str, TestPlace] = {}
    for reference in descendants(test, "assessmentItemRef"):
        titles = [
            str(ancestor.get("title", ""))
            for ancestor in reference.iterancestors("assessmentSection", "assessmentTest")
        ]
        weights = [read_number(str(weight.get("value", ""))) for weight in children(reference, "weight")]
        path = "/".join(" ".join(title.split()).replace("/", "／") for title in reversed(titles) if title)
        weight = next((weight for weight in weights if weight), Decimal(1))
        places.setdefault(package.resolve(str(reference.get("href", "")), name), (path, weight))
    return places


def _read_question(
    package: ContentPackage, name: str, place: TestPlace
) -> tuple[Draft | None, list[Problem]]:
    """Read the question, completed by the sidecar of our own export in the manifest."""
    draft, problems = read_visible(package, name, place)
    sidecar = package.metadata(name, SIDECAR)
    if not sidecar:
        return draft, problems
    whole = with_sidecar(draft, sidecar, draft.where if draft else Named(name))
    return (draft, [*problems, whole]) if isinstance(whole, Problem) else (whole, [])


def read_visible(
    package: ContentPackage, name: str, place: TestPlace = ("", Decimal(1))
) -> tuple[Draft | None, list[Problem]]:
    """Read the question as QTI has it, without the sidecar."""
    root = package.root(name)
    if isinstance(root, Problem):
        return None, [root]
    item = read_item(plain_names(root), name)
    try:
        draft = _draft(item, package, place)
    except Unusable as unusable:
        return None, [*item.notices, unusable.problem]
    question = draft.question()
    return (None, [*item.notices, *question]) if isinstance(question, list) else (draft, item.notices)


def _draft(item: Item, package: ContentPackage, place: TestPlace) -> Draft:
    points = item.points()
    feedback, other = _feedback(item)
    _insert_stimuli(item, package)
    files = _files(item, package)
    kind, data = parse_item(item)
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
    """Return what is always shown, and what is shown for an outcome that belongs to no option."""
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


def _insert_stimuli(item: Item, package: ContentPackage) -> None:
    """Put shared texts before the question, and keep the address of the last one in `more`."""
    sources: list[tuple[str, Element | None]] = []
    for reference in children(item.element, "assessmentStimulusRef"):
        sources.append((str(reference.get("href", "")), None))
    for included in descendants(item.body, "include"):
        sources.append((str(included.get("href", "")), included))
    for embedded in descendants(item.body, "object"):
        if str(embedded.get("type", "")) in ("text/html", "application/xhtml+xml") and embedded.get("data"):
            sources.append((str(embedded.get("data")), embedded))
    for href, holder in sources:
        root = parse_xml(package.text_file(href, item.file))
        if isinstance(root, Problem):
            item.add_notice(messages.stimulus_missing(href))
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
    """Return the pictures in the package that the item shows anywhere."""
    hrefs = [str(picture.get("src", "")) for picture in descendants(item.element, "img")]
    for embedded in descendants(item.element, "object"):
        is_picture = str(embedded.get("type", "")).startswith("image/")
        hrefs += [str(embedded.get("data", ""))] if is_picture else []
    return [file for href in dict.fromkeys(hrefs) if (file := package.file(href, item.file))]
