"""A rubric in words, one criterion a line: 步骤完整（3分）：有牵头、有期限."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_ROW = re.compile(r"\s*(?:[-*]\s+)?(.+?)\s*[(（]\s*(\d+(?:\.\d{1,2})?)\s*分\s*[)）]\s*(?:[:：]\s*(.*))?")

Rubric = list[dict[str, str]]


def rubric_of(text: str, points: Decimal | None = None) -> Rubric:
    """The criteria, if every line is one and, with `points`, they sum to these; else an empty list."""
    rows = [_ROW.fullmatch(line) for line in text.splitlines() if line.strip()]
    rubric = [
        {"criterion": row[1], "points": row[2], **({"describe": row[3].strip()} if row[3] else {})}
        for row in rows
        if row
    ]
    whole = len(rubric) == len(rows) and (points is None or total_points(rubric) == points)
    return rubric if whole else []


def total_points(rubric: Rubric) -> Decimal:
    """The sum of its points."""
    return sum((Decimal(row["points"]) for row in rubric), Decimal(0))


def rubric_text(rubric: Sequence[Mapping[str, Any]], mark: str = "") -> str:
    """What `rubric_of` reads as this, each line behind `mark`."""
    return "\n".join(
        f"{mark}{row['criterion']}（{row['points']}分）"
        + (f"：{row['describe']}" if row.get("describe") else "")
        for row in rubric
    )
