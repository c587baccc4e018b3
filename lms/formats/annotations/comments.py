"""Annotate a text file with a comment line above each question that has a problem."""

from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import Excerpts
from lms.formats.remarks import TEXT, Annotated, Remarks


def with_comments(data: bytes, suffix: str, sign: str, excerpts: Excerpts, remarks: Remarks) -> Annotated:
    """Return the file with the remarks as comments; `sign` begins a comment line of its format."""
    decoded = decode_text(data, "")
    if not isinstance(decoded, Decoded):
        return Annotated(suffix, TEXT, data)
    above: dict[int, list[str]] = {}
    for problem, line in zip(remarks.problems, remarks.lines(remarks.problems), strict=True):
        key = excerpts.key(problem.where)
        above.setdefault(key[1] if key else 0, []).append(f"{sign}▲ {' '.join(line.split())}")
    lines = [line for n, original in enumerate(decoded.lines) for line in (*above.get(n, ()), original)]
    return Annotated(suffix, TEXT, "\n".join(lines).encode("utf-8"))
