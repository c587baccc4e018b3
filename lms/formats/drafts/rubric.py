"""Rubrics as text, one criterion a line: 步骤完整（3分）：有牵头、有期限."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_ROW = re.compile(r"\s*(?:[-*]\s+)?(.+?)\s*[(（]\s*(\d+(?:\.\d{1,2})?)\s*分\s*[)）]\s*(?:[:：]\s*(.*))?")

Rubric = list[dict[str, str]]


def rubric_of(text: str, points: Decimal | None = None) -> Rubric:
    """Return the criteria if every line is one and they sum to `points`, where given; else an empty list."""
    rows = [_ROW.fullmatch(line) for line in text.splitlines() if line.strip()]
    rubric = [
        {"criterion": row[1], "points": row[2], **({"describe": row[3].strip()} if row[3] else {})}
        for row in rows
        if row
    ]
    is_complete = len(rubric) == len(rows) and (points is None or total_points(rubric) == points)
    return rubric if is_complete else []


def total_points(rubric: Rubric) -> Decimal:
    """Return the sum of the points of its criteria."""
    return sum((Decimal(row["points"]) for row in rubric), Decimal(0))


def rubric_text(rubric: Sequence[Mapping[str, Any]], mark: str = "") -> str:
    """Return the text that `rubric_of` reads as this rubric, each line after `mark`."""
    return "\n".join(
        f"{mark}{row['criterion']}（{row['points']}分）"
        + (f"：{row['describe']}" if row.get("describe") else "")
        for row in rubric
    )
