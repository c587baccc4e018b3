"""Read a file or package of QTI 1.2 into drafts."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.domain.problem import Problem
from lms.formats.containers.content_package import ContentPackage, open_package
from lms.formats.containers.safe_xml import Element, child, descendants, local_name, text
from lms.formats.item import Draft, Reading
from lms.formats.markup.html_text import markdown_of
from lms.formats.qti12.item import Item, Unusable, option_text, read_item
from lms.formats.qti12.kinds import parse_item

_FILE_BASE = re.compile(
    r"(?:\$|%24)IMS[-_]CC[-_]FILE[-_]?BASE(?:\$|%24)/?|(?:\$|%24)CANVAS_[A-Z_]+(?:\$|%24)/?"
)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def read_qti12(data: bytes) -> Reading:
    """Read every item of every file; one that is not well-formed is read as far as possible, with a problem for it."""
    package = open_package(data)
    if isinstance(package, Problem):
        return Reading(problems=(package,))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for name in _documents(package):
        root = package.root(name)
        if isinstance(root, Problem):
            problems.append(root)
            root = package.recovered(name)
        if isinstance(root, Problem):
            continue
        for draft, item_problems in _items(root, name, package):
            drafts += [draft] if draft else []
            problems += item_problems
    return Reading(tuple(drafts), tuple(problems))


def _documents(package: ContentPackage) -> list[str]:
    """Return the names of the documents. Canvas packs the same quiz twice; that in non_cc_assessments has more."""
    names = [name for name in package.documents if package.first_tag(name) == "questestinterop"]
    complete = {posixpath.basename(name).split(".")[0] for name in names if "non_cc_assessments/" in name}
    return [
        name for name in names
        if "non_cc_assessments/" in name
        or not complete & {posixpath.basename(posixpath.dirname(name)), posixpath.basename(name).split(".")[0]}
    ]  # fmt: skip


def _items(root: Element, name: str, package: ContentPackage) -> Iterator[tuple[Draft | None, list[Problem]]]:
    for element in descendants(root, "item") if local_name(root) != "item" else [root]:
        item = read_item(element, name)
        try:
            draft = _draft(item, package)
        except Unusable as unusable:
            yield None, [*item.notices, unusable.problem]
            continue
        question = draft.question()
        yield (None, [*item.notices, *question]) if isinstance(question, list) else (draft, item.notices)


def _draft(item: Item, package: ContentPackage) -> Draft:
    kind, data = parse_item(item)
    feedback = item.feedback("general_fb") or item.feedback("solution")
    combined = {
        name: option_text(html)
        for name, ident in (("correct", "correct_fb"), ("incorrect", "general_incorrect_fb"))
        if (html := item.feedback(ident))
    }
    more: dict[str, Any] = (
        {"identifier": str(item.element.get("ident", ""))} if item.element.get("ident") else {}
    )
    more |= {"combined_feedback": combined} if combined else {}
    if parent := item.metadata("parent_stimulus_item_ident"):
        more["stimulus"] = parent
    draft = Draft(
        where=item.place,
        kind=kind,
        data={**data, "stem": _FILE_BASE.sub("", data["stem"])},
        name=item.title,
        points=Decimal(0) if kind == "description" else item.points(),
        feedback=markdown_of(feedback) if feedback else "",
        meta={"category": category} if (category := _category(item.element)) else {},
        more=more | item.more,
    )
    files = [file for href in _PICTURE.findall(draft.data["stem"]) if (file := package.file(href, item.file))]
    return replace(draft, more={**draft.more, "files": files}) if files else draft


def _category(element: Element) -> str:
    """Return the titles of the bank or test and of its groups, from the outside in."""
    titles = []
    for ancestor in element.iterancestors():
        if local_name(ancestor) in ("assessment", "section", "objectbank"):
            title = str(ancestor.get("title", "")) or _bank_title(ancestor)
            titles += [title] if title else []
    return "/".join(" ".join(title.split()).replace("/", "／") for title in reversed(titles))


def _bank_title(element: Element) -> str:
    metadata = child(element, "qtimetadata")
    for entry in descendants(metadata, "qtimetadatafield") if metadata is not None else ():
        if text(child(entry, "fieldlabel")) == "bank_title":
            return text(child(entry, "fieldentry"))
    return ""
