"""Formulae as people write them in TeX, as plain HTML: raised and lowered signs, Greek letters, a/b; no more than that."""

import re
from html import escape

_LETTERS = {
    name: chr(point)
    for first, names in (
        (0x3B1, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"),
        (0x3C3, "sigma tau upsilon phi chi psi omega"),
        (0x391, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho"),
        (0x3A3, "Sigma Tau Upsilon Phi Chi Psi Omega"),
    )
    for point, name in enumerate(names.split(), first)
}
_SIGNS = _LETTERS | {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "times": "×", "div": "÷",
    "pm": "±", "cdot": "·", "infty": "∞", "sum": "∑", "to": "→", "in": "∈", "degree": "°", "circ": "°", "ldots": "…",
    "cap": "∩", "cup": "∪", "%": "%", "$": "$", "{": "{", "}": "}", "_": "_", "&": "&", "#": "#", ",": " ", " ": " ",
}  # fmt: skip
_TOKEN = re.compile(r"\\[A-Za-z]+ ?|\\.|.", re.DOTALL)
_SIMPLE = re.compile(r"(?:[^\s<>&+\-−=/×÷·±≤≥≠≈]|<su[bp]>[^<>]*</su[bp]>)+|&\w+;")
_DEEPEST = 8
LONGEST = 300
"""Characters; a longer one is text with dollars in it."""


def is_formula(inner: str) -> bool:
    """Whether what stands between two dollars is meant as a formula and not as money."""
    return (
        0 < len(inner) <= LONGEST
        and inner == inner.strip()
        and "\n" not in inner
        and "___" not in inner
        and re.search(r"[\^_\\{]", inner) is not None
    )


def formula_html(inner: str) -> str | None:
    """The formula; None if anything in it is not known here."""
    try:
        reader = _Reader(inner)
        html = reader.row(0)
        return html if reader.at_end else None
    except _Unknown:
        return None


class _Unknown(ValueError):
    pass


class _Reader:
    def __init__(self, inner: str) -> None:
        self._tokens = _TOKEN.findall(inner)
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def row(self, depth: int) -> str:
        """Everything up to the end, or up to the bracket that closes."""
        if depth > _DEEPEST:
            raise _Unknown
        parts = []
        while not self.at_end and self._tokens[self._at] != "}":
            parts.append(self._one(depth))
        return "".join(parts)

    def _next(self) -> str:
        if self.at_end:
            raise _Unknown
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _one(self, depth: int) -> str:
        """A sign, a group, a command with what belongs to it."""
        sign = self._next()
        if sign == "{":
            inner = self.row(depth + 1)
            if self._next() != "}":
                raise _Unknown
            return inner
        if sign in ("^", "_"):
            tag = "sup" if sign == "^" else "sub"
            return f"<{tag}>{self._argument(depth)}</{tag}>"
        if not sign.startswith("\\"):
            return escape(sign)
        name = sign[1:].strip() or sign[1:]
        if name == "frac":
            return f"{_bracketed(self._argument(depth))}/{_bracketed(self._argument(depth))}"
        if name == "sqrt":
            return f"√{_bracketed(self._argument(depth))}"
        if name in ("text", "mathrm"):
            return self._argument(depth)
        if name not in _SIGNS:
            raise _Unknown
        return escape(_SIGNS[name])

    def _argument(self, depth: int) -> str:
        """What a raised sign or a command applies to: one sign or one group, never nothing."""
        while not self.at_end and self._tokens[self._at] == " ":
            self._at += 1
        if self.at_end or self._tokens[self._at] in ("}", "^", "_"):
            raise _Unknown
        return self._one(depth + 1)


def _bracketed(part: str) -> str:
    """In brackets unless it is one thing: (a+b)/2."""
    return part if _SIMPLE.fullmatch(part) else f"({part})"
