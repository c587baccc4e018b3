"""The file itself with a remark above each question, in lines that its format passes over."""

from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import Excerpts
from lms.formats.remarks import TEXT, Annotated, Remarks


def with_comments(data: bytes, suffix: str, sign: str, excerpts: Excerpts, remarks: Remarks) -> Annotated:
    """`sign` begins a line that the format passes over."""
    found = decode_text(data, "")
    if not isinstance(found, Decoded):
        return Annotated(suffix, TEXT, data)
    above: dict[int, list[str]] = {}
    for problem, line in zip(remarks.problems, remarks.lines(remarks.problems), strict=True):
        key = excerpts.key(problem.where)
        above.setdefault(key[1] if key else 0, []).append(f"{sign}▲ {' '.join(line.split())}")
    lines = [each for n, line in enumerate(found.lines) for each in (*above.get(n, ()), line)]
    return Annotated(suffix, TEXT, "\n".join(lines).encode("utf-8"))
