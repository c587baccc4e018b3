"""Elements of WordprocessingML in any of its namespaces."""

from collections.abc import Iterator
from typing import Any

Element = Any
"""An element of lxml, which comes without types."""


def local_name(element: Element) -> str:
    """Return the name without its namespace; "" for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element, *path: str) -> Element | None:
    """Follow the path from first child to first child by name; return None if one is missing."""
    for step in path:
        element = next((inner for inner in element if local_name(inner) == step), None)
        if element is None:
            return None
    return element


def children(element: Element, wanted: str) -> Iterator[Element]:
    """Return the children of that name."""
    return (inner for inner in element if local_name(inner) == wanted)


def value(element: Element | None, attribute: str = "val") -> str:
    """Return an attribute by its name in any namespace; "" if there is none."""
    if element is None:
        return ""
    return next(
        (str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == attribute), ""
    )


def number(element: Element | None, default: int, attribute: str = "val") -> int:
    """Return the attribute as a whole number, or the default if it is none."""
    text = value(element, attribute)
    return int(text) if text.isdecimal() and len(text) < 9 else default


def is_on(element: Element | None) -> bool:
    """Return whether a switch such as <w:vanish/> is on."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
