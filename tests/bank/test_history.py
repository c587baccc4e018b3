"""The versions of an item with their reviews, and the differences between versions."""

import pytest

from lms.bank import history, review, write
from lms.bank.history import Line, changes
from lms.bank.version_text import text_of
from tests import exam_data
from tests.bank import texts


@pytest.mark.both_engines
def test_versions_come_newest_first_with_their_reviews(db, session, cast, now):
    item = texts.approved(session, cast, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    review.submit_for_review(session, cast.chen, item.id, 2, now)
    review.return_to_author(session, cast.zhao, item.id, 2, "不必改", now)
    texts.approved(session, cast, now, "other", stem="另一题？")
    with exam_data.counting(db) as statements:
        versions = history.versions(session, item.id)
    assert [(v.row.number, [r.verdict for r in v.reviews], v.reviewer) for v in versions] == [
        (2, ["returned"], ""),
        (1, ["approved"], "赵静"),
    ]
    assert len(statements) == 2


@pytest.mark.both_engines
def test_the_change_of_a_word_is_one_line_removed_and_one_added(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    write.save(session, cast.chen, item.id, 1, texts.content(right="函"), now)
    new, old = (text_of(item, version.row) for version in history.versions(session, item.id))
    assert [line for line in changes(old, new) if line.sign in "+-"] == [
        Line("-", '  {text = "请示", right = true},'),
        Line("+", '  {text = "函", right = true},'),
    ]


def test_unchanged_lines_are_omitted_except_around_a_change():
    old = "\n".join("abcdefghi")
    assert changes(old, old.replace("e", "E")) == [
        Line("…"),
        Line(" ", "d"),
        Line("-", "e"),
        Line("+", "E"),
        Line(" ", "f"),
        Line("…"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a\nb", "a\nb", []),
        ("", "a", [Line("+", "a")]),
        ("a", "", [Line("-", "a")]),
        ("a\nb", "b", [Line("-", "a"), Line(" ", "b")]),
        ("a", "a\nb", [Line(" ", "a"), Line("+", "b")]),
        (
            "a\nb\nc\nd\ne\nf",
            "A\nb\nc\nd\ne\nF",
            [
                Line("-", "a"),
                Line("+", "A"),
                Line(" ", "b"),
                Line("…"),
                Line(" ", "e"),
                Line("-", "f"),
                Line("+", "F"),
            ],
        ),
    ],
)
def test_changes_at_the_edges(old, new, expected):
    assert changes(old, new) == expected
