"""Write MathML as a line of text: a fraction is (a)/(b), so that 1/2 does not become 12."""

from lms.formats.containers.safe_xml import Element, descendants, local_name

_SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")


def formulas_as_text(element: Element) -> None:
    """Replace every <math> inside by a <span> with its formula in one line."""
    for math in descendants(element, "math"):
        words = str(math.get("alttext", "")) or _line(math)
        tail = math.tail
        math.clear()
        math.tag = "span"
        math.text, math.tail = words, tail


def _line(element: Element) -> str:
    name = local_name(element)
    parts = [_line(inner) for inner in element if local_name(inner) not in ("annotation", "annotation-xml")]
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msup" and len(parts) == 2:
        raised = parts[1].translate(_SUPERSCRIPTS)
        return parts[0] + (raised if raised != parts[1] else f"^({parts[1]})")
    if name == "msub" and len(parts) == 2:
        lowered = parts[1].translate(_SUBSCRIPTS)
        return parts[0] + (lowered if lowered != parts[1] else f"_({parts[1]})")
    if name == "msubsup" and len(parts) == 3:
        return f"{parts[0]}_({parts[1]})^({parts[2]})"
    if name == "msqrt":
        return f"√({''.join(parts)})"
    if name == "mroot" and len(parts) == 2:
        return f"{parts[1]}√({parts[0]})"
    if name == "mfenced":
        return f"{element.get('open', '(')}{', '.join(parts)}{element.get('close', ')')}"
    own = " ".join((element.text or "").split())
    tails = [" ".join((inner.tail or "").split()) for inner in element]
    return own + "".join(part + tail for part, tail in zip(parts, tails, strict=False))


def _grouped(words: str) -> str:
    return words if words.isalnum() else f"({words})"
