"""The file itself with a remark above each question, in lines that its format passes over."""

from lms.formats.containers.decode import Decoded, decoded
from lms.formats.excerpts import Excerpts
from lms.formats.remarks import TEXT, Annotated, Remarks


def commented(data: bytes, suffix: str, sign: str, excerpts: Excerpts, remarks: Remarks) -> Annotated:
    """`sign` begins a line that the format passes over."""
    found = decoded(data, "")
    if not isinstance(found, Decoded):
        return Annotated(suffix, TEXT, data)
    above: dict[int, list[str]] = {}
    for problem, line in zip(remarks.every, remarks.lines(remarks.every), strict=True):
        key = excerpts.key(problem.where)
        above.setdefault(key[1] if key else 0, []).append(f"{sign}▲ {' '.join(line.split())}")
    lines = [each for n, line in enumerate(found.lines) for each in (*above.get(n, ()), line)]
    return Annotated(suffix, TEXT, "\n".join(lines).encode("utf-8"))
