"""Simple TeX formulae as HTML: superscripts, subscripts, Greek letters, symbols and fractions as a/b."""

import re
from html import escape

_GREEK = {
    name: chr(point)
    for first, names in (
        (0x3B1, "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"),
        (0x3C3, "sigma tau upsilon phi chi psi omega"),
        (0x391, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho"),
        (0x3A3, "Sigma Tau Upsilon Phi Chi Psi Omega"),
    )
    for point, name in enumerate(names.split(), first)
}
_SYMBOLS = _GREEK | {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "times": "×", "div": "÷",
    "pm": "±", "cdot": "·", "infty": "∞", "sum": "∑", "to": "→", "in": "∈", "degree": "°", "circ": "°", "ldots": "…",
    "cap": "∩", "cup": "∪", "%": "%", "$": "$", "{": "{", "}": "}", "_": "_", "&": "&", "#": "#", ",": " ", " ": " ",
}  # fmt: skip
_TOKEN = re.compile(r"\\[A-Za-z]+ ?|\\.|.", re.DOTALL)
_SIMPLE = re.compile(r"(?:[^\s<>&+\-−=/×÷·±≤≥≠≈]|<su[bp]>[^<>]*</su[bp]>)+|&\w+;")
_DEEPEST = 8
LONGEST = 300
"""Characters of a formula; anything longer is text that contains dollar signs."""


def is_formula(inner: str) -> bool:
    """Return whether the text between two dollar signs is a formula, and not money."""
    return (
        0 < len(inner) <= LONGEST
        and inner == inner.strip()
        and "\n" not in inner
        and "___" not in inner
        and re.search(r"[\^_\\{]", inner) is not None
    )


def formula_html(inner: str) -> str | None:
    """Return the formula as HTML; None if it contains an unknown command."""
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
        """Return everything up to the end or the closing brace."""
        if depth > _DEEPEST:
            raise _Unknown
        parts = []
        while not self.at_end and self._tokens[self._at] != "}":
            parts.append(self._term(depth))
        return "".join(parts)

    def _next(self) -> str:
        if self.at_end:
            raise _Unknown
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _term(self, depth: int) -> str:
        """Return a symbol, a group, or a command with its arguments."""
        symbol = self._next()
        if symbol == "{":
            inner = self.row(depth + 1)
            if self._next() != "}":
                raise _Unknown
            return inner
        if symbol in ("^", "_"):
            tag = "sup" if symbol == "^" else "sub"
            return f"<{tag}>{self._argument(depth)}</{tag}>"
        if not symbol.startswith("\\"):
            return escape(symbol)
        name = symbol[1:].strip() or symbol[1:]
        if name == "frac":
            return f"{_bracketed(self._argument(depth))}/{_bracketed(self._argument(depth))}"
        if name == "sqrt":
            return f"√{_bracketed(self._argument(depth))}"
        if name in ("text", "mathrm"):
            return self._argument(depth)
        if name not in _SYMBOLS:
            raise _Unknown
        return escape(_SYMBOLS[name])

    def _argument(self, depth: int) -> str:
        """Return the argument of a superscript, subscript or command: one symbol or one group, never empty."""
        while not self.at_end and self._tokens[self._at] == " ":
            self._at += 1
        if self.at_end or self._tokens[self._at] in ("}", "^", "_"):
            raise _Unknown
        return self._term(depth + 1)


def _bracketed(part: str) -> str:
    """Return the part in brackets unless it is a single term: (a+b)/2."""
    return part if _SIMPLE.fullmatch(part) else f"({part})"
