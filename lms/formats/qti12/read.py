"""A file or package of QTI 1.2 to drafts."""

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
from lms.formats.qti12.kinds import made_of

_FILE_BASE = re.compile(
    r"(?:\$|%24)IMS[-_]CC[-_]FILE[-_]?BASE(?:\$|%24)/?|(?:\$|%24)CANVAS_[A-Z_]+(?:\$|%24)/?"
)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def read_qti12(data: bytes) -> Reading:
    """Every item of every file; a file that is not well-formed is read as far as it makes sense, which is told."""
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
        for draft, said in _items(root, name, package):
            drafts += [draft] if draft else []
            problems += said
    return Reading(tuple(drafts), tuple(problems))


def _documents(package: ContentPackage) -> list[str]:
    """Canvas packs the same quiz twice; the one in non_cc_assessments says more."""
    names = [name for name in package.documents if package.first_tag(name) == "questestinterop"]
    whole = {posixpath.basename(name).split(".")[0] for name in names if "non_cc_assessments/" in name}
    return [
        name for name in names
        if "non_cc_assessments/" in name
        or not whole & {posixpath.basename(posixpath.dirname(name)), posixpath.basename(name).split(".")[0]}
    ]  # fmt: skip


def _items(root: Element, name: str, package: ContentPackage) -> Iterator[tuple[Draft | None, list[Problem]]]:
    for element in descendants(root, "item") if local_name(root) != "item" else [root]:
        item = read_item(element, name)
        try:
            draft = _draft(item, package)
        except Unusable as refusal:
            yield None, [*item.notes, refusal.problem]
            continue
        found = draft.question()
        yield (None, [*item.notes, *found]) if isinstance(found, list) else (draft, item.notes)


def _draft(item: Item, package: ContentPackage) -> Draft:
    kind, data = made_of(item)
    said = item.feedback("general_fb") or item.feedback("solution")
    combined = {
        name: option_text(html)
        for name, ident in (("correct", "correct_fb"), ("incorrect", "general_incorrect_fb"))
        if (html := item.feedback(ident))
    }
    more: dict[str, Any] = (
        {"identifier": str(item.element.get("ident", ""))} if item.element.get("ident") else {}
    )
    more |= {"combined_feedback": combined} if combined else {}
    if parent := item.fact("parent_stimulus_item_ident"):
        more["stimulus"] = parent
    draft = Draft(
        where=item.place,
        kind=kind,
        data={**data, "stem": _FILE_BASE.sub("", data["stem"])},
        name=item.title,
        points=Decimal(0) if kind == "description" else item.points(),
        feedback=markdown_of(said) if said else "",
        meta={"category": category} if (category := _category(item.element)) else {},
        more=more | item.more,
    )
    files = [file for href in _PICTURE.findall(draft.data["stem"]) if (file := package.file(href, item.file))]
    return replace(draft, more={**draft.more, "files": files}) if files else draft


def _category(element: Element) -> str:
    """Titles of the bank or test and of its groups, from the outside in."""
    titles = []
    for above in element.iterancestors():
        if local_name(above) in ("assessment", "section", "objectbank"):
            title = str(above.get("title", "")) or _bank_title(above)
            titles += [title] if title else []
    return "/".join(" ".join(title.split()).replace("/", "／") for title in reversed(titles))


def _bank_title(element: Element) -> str:
    own = child(element, "qtimetadata")
    for entry in descendants(own, "qtimetadatafield") if own is not None else ():
        if text(child(entry, "fieldlabel")) == "bank_title":
            return text(child(entry, "fieldentry"))
    return ""
