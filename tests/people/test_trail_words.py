"""The words of the audit trail: every action, object and fact that the product records has a name in both languages."""

import ast
from collections.abc import Iterator

import pytest

from lms.people.trail_facts import FACTS, VALUES, facts_in_words
from lms.people.trail_words import ACTIONS, GROUPS, OBJECTS, WITHOUT_NUMBER, object_words
from lms.platform.audit import AuditEvent
from tests.repo.test_source import sources


def recorded() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of audit.record in the product."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Attribute(ast.Name("audit"), "record") | ast.Name("record"), [_, _, _, *_]):
                    if path.startswith("lms/") and path != "lms/platform/audit.py":
                        yield path, node


def beginning(node: ast.expr) -> str:
    """The text that it begins with, as far as it is written there."""
    match node:
        case ast.Constant(str() as text):
            return text
        case ast.JoinedStr([ast.Constant(str() as text), *_]):
            return text
    return ""


def test_every_action_that_is_written_in_the_source_has_a_name():
    written = {
        text.value
        for _, call in recorded()
        for text in ast.walk(call.args[1])
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    assert {action for action in written if not any(name.startswith(action) for name in ACTIONS)} == set()
    assert len(written) > 60


def test_every_kind_of_object_and_every_fact_has_a_name():
    calls = list(recorded())
    kinds = {beginning(call.args[2]).partition(":")[0] for _, call in calls}
    facts = {keyword.arg for _, call in calls for keyword in call.keywords if keyword.arg}
    assert kinds - {""} - set(OBJECTS) == set()
    assert facts - {"outcome"} - set(FACTS) == set()
    assert (len(kinds) > 15, len(facts) > 30) == (True, True)


def test_every_name_is_in_chinese_and_in_english():
    texts = [*GROUPS.values(), *ACTIONS.values(), *OBJECTS.values(), *FACTS.values()]
    texts += [text for values in VALUES.values() for text in values.values()]
    assert [
        text for text in texts if not text.zh or not text.en or not text.en.isascii() or text.zh.isascii()
    ] == []
    assert {name for name in ACTIONS if not name.startswith(tuple(GROUPS))} == set()


@pytest.mark.parametrize(
    ("detail", "zh", "en"),
    [
        ({"before": None, "position": 3}, "题号：3", "question number: 3"),
        (
            {"status": "absent", "before": "expected"},
            "登记为：缺考；原来：应考",
            "status: absent; before: expected",
        ),
        ({"fields": "name,post"}, "改动的项目：姓名、职务", "changed: name, post"),
        ({"what": "section 2"}, "改动：部分、2", "change: section, 2"),
        ({"positions": [1, 2]}, "题号：1、2", "question numbers: 1, 2"),
        ({"code": True}, "代码或口令：是", "code: yes"),
        (
            {"deadline": "2026-11-23T01:35:00.000Z"},
            "截止：2026-11-23 09:35:00",
            "deadline: 2026-11-23 09:35:00",
        ),
        ({"hash": "0049599e" * 8}, "指纹：0049599e0049…", "fingerprint: 0049599e0049…"),
        (
            {"allowance": {"extra_minutes": 10, "factor": "1", "unlimited": False, "past_window": False}},
            "时间：加时 10 分钟",
            "time: 10 extra minutes",
        ),
        ({"later": "kept"}, "later：kept", "later: kept"),
    ],
)
def test_facts_are_read_as_words(detail, zh, en):
    facts = facts_in_words(AuditEvent(detail=detail))
    assert "；".join(f"{name.zh}：{value.zh}" for name, value in facts) == zh
    assert "; ".join(f"{name.en}: {value.en}" for name, value in facts) == en


def test_of_a_list_of_ids_readers_are_told_how_many_there_are():
    listed = facts_in_words(AuditEvent(action="delivery.expect", detail={"added": 3, "people": "1 12 7"}))
    counted = facts_in_words(AuditEvent(action="learning.assign", detail={"people": "12"}))
    assert [(name.zh, value.zh) for name, value in listed + counted] == [
        ("新增", "3"),
        ("人数", "3"),
        ("人数", "12"),
    ]


@pytest.mark.parametrize(
    ("stored", "zh"),
    [("item:17", "试题 17"), ("route:people.audit", "页面"), ("clock", "服务器时钟"), ("old:1", "old 1")]
    + [(name, "审计日志" if name.startswith("audit") else "题库") for name in sorted(WITHOUT_NUMBER)],
)
def test_objects_are_read_as_words(stored, zh):
    assert object_words(stored).zh == zh
