"""What a question should have and may lack, whichever way it came: authors and reviewers are told, nobody is stopped."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, func, or_

from lms.bank.models import ItemVersion
from lms.domain.problem import Text
from lms.questions import stimulus_kinds

EXPECTED: Mapping[str, Text] = {"rationale": Text("解析", "Rationale"), "source": Text("依据", "Source")}
"""The fields that a reviewer looks for, by their names in the form."""


def expected_of(kind: str) -> dict[str, Text]:
    """Return the fields that a question of this kind should have; a text to read has no answer to explain."""
    return {
        name: label for name, label in EXPECTED.items() if name != "rationale" or kind not in stimulus_kinds()
    }


def missing_of(kind: str, source: str, rationale: Mapping[str, str]) -> dict[str, Text]:
    """Return the fields of these that are empty, with their labels."""
    filled = {"rationale": rationale.get("zh", "").strip(), "source": source.strip()}
    return {name: label for name, label in expected_of(kind).items() if not filled[name]}


def is_complete() -> ColumnElement[bool]:
    """Return the condition that a version lacks nothing."""
    explained = func.coalesce(ItemVersion.rationale["zh"].as_string(), "") != ""
    return and_(ItemVersion.source != "", or_(explained, ItemVersion.kind.in_(stimulus_kinds())))


def listed(names: Mapping[str, Text]) -> Text:
    """Return 解析、依据."""
    return Text("、".join(n.zh for n in names.values()), ", ".join(n.in_("en") for n in names.values()))
