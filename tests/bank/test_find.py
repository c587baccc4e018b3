"""Finding items: by words in any script, by their attributes, page by page, in one query."""

import pytest

from lms.bank import review, write
from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.browse.statistics import Statistic, save_statistics
from tests import exam_data
from tests.bank import texts

pytestmark = pytest.mark.both_engines


def names(session, actor, **chosen):
    rows, _ = lists.page(session, actor, Filter(**chosen))
    return [row.name for row in rows]


@pytest.fixture
def filled(session, cast, now):
    """Five items that differ in every filter; the last two are returned and retired."""
    texts.approved(session, cast, now, "doc-1", stem="请示须一文一事，100% 对吗？")
    exam_data.item(session, now, "calc", "numeric", bank="research", level=4)
    exam_data.item(session, now, "drill", "true_false", purpose="practice")
    back = texts.draft(session, cast.chen, now, "doc-2", stem="会议纪要怎样办？")
    review.submit_for_review(session, cast.chen, back.id, 1, now)
    review.return_to_author(session, cast.zhao, back.id, 1, "改", now)
    old = texts.approved(session, cast, now, "doc-3", stem="旧题？")
    review.retire(session, cast.chen, old.id, "旧", now)
    return session


ALL = ["doc-1", "calc", "drill", "doc-2", "doc-3"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ALL),
        ({"words": "一文一事"}, ["doc-1"]),
        ({"words": "纪要 怎样"}, ["doc-2"]),
        ({"words": "纪要 一文"}, []),
        ({"words": "WHICH document"}, ["doc-1", "doc-2", "doc-3"]),
        ({"words": "CALC"}, ["calc"]),
        ({"words": "１００% 对"}, ["doc-1"]),
        ({"words": "%"}, ALL),
        ({"words": "事"}, ["doc-1"]),
        ({"words": "docum"}, ["doc-1", "doc-2", "doc-3"]),
        ({"words": "ocument"}, []),
        ({"source": "条例 十五"}, ["doc-1", "doc-2", "doc-3"]),
        ({"source": "十六"}, []),
        ({"use": "unused"}, ALL),
        ({"use": "exam"}, []),
        ({"sort": "name", "kind": "single_choice"}, ["doc-1", "doc-2", "doc-3"]),
        ({"competency": "research"}, ["calc"]),
        ({"kind": "true_false"}, ["drill"]),
        ({"level": 4}, ["calc"]),
        ({"state": "approved"}, ["doc-1", "calc", "drill"]),
        ({"state": "returned"}, ["doc-2"]),
        ({"state": "draft"}, []),
        ({"state": "retired"}, ["doc-3"]),
        ({"mine": True}, ["doc-1", "doc-2", "doc-3"]),
        ({"mine": True, "state": "approved", "words": "事"}, ["doc-1"]),
    ],
)
def test_a_filter_finds_the_matching_items(filled, cast, chosen, found):
    assert names(filled, cast.chen, **chosen) == found
    assert sum(lists.totals(filled, cast.chen, Filter(**chosen)).values()) == len(found)


def test_mine_lists_the_items_whose_newest_version_the_actor_wrote(filled, cast):
    assert names(filled, cast.zhao, mine=True) == []


def test_totals_are_by_state_in_their_order(filled, cast):
    assert list(lists.totals(filled, cast.chen, Filter()).items()) == [
        ("returned", 1),
        ("approved", 3),
        ("retired", 1),
    ]


def test_a_row_shows_the_newest_version_and_the_one_in_use(session, cast, now):
    item = texts.approved(session, cast, now)
    write.save(session, cast.chen, item.id, 1, texts.content(stem="改过的题干？"), now)
    (row,) = lists.page(session, cast.chen, Filter())[0]
    assert (row.stem["zh"], row.state, row.number, row.approved_number) == ("改过的题干？", "draft", 2, 1)
    assert row.stem["en"] == "Which document asks for approval (doc-1)?"


def test_a_returned_draft_that_was_edited_is_a_draft_again(session, cast, now):
    item = texts.draft(session, cast.chen, now)
    review.submit_for_review(session, cast.chen, item.id, 1, now)
    review.return_to_author(session, cast.zhao, item.id, 1, "改", now)
    assert names(session, cast.chen, state="returned") == ["doc-1"]
    write.save(session, cast.chen, item.id, 1, texts.content(right="改"), now)
    assert (names(session, cast.chen, state="returned"), names(session, cast.chen, state="draft")) == (
        [],
        ["doc-1"],
    )


def test_practice_is_marked(filled, cast):
    rows, _ = lists.page(filled, cast.chen, Filter())
    assert [row.name for row in rows if row.practice] == ["drill"]


def test_pages_follow_each_other_by_key(filled, cast):
    first, after = lists.page(filled, cast.chen, Filter(), most=3)
    second, end = lists.page(filled, cast.chen, Filter(), after, most=3)
    assert ([row.name for row in first + second], end) == (ALL, "")


BY_STATISTICS = {
    "seen": ["doc-2", "calc", "doc-1", "drill", "doc-3"],
    "hard": ["doc-2", "calc", "doc-1", "drill", "doc-3"],
    "easy": ["calc", "doc-2", "doc-1", "drill", "doc-3"],
    "weak": ["calc", "doc-1", "drill", "doc-2", "doc-3"],
}


@pytest.mark.parametrize("sort", BY_STATISTICS)
def test_before_the_first_count_every_item_is_listed_whatever_the_order(filled, cast, sort):
    assert names(filled, cast.chen, sort=sort) == ALL


@pytest.mark.parametrize("most", [1, 2, 5])
@pytest.mark.parametrize("sort", BY_STATISTICS)
def test_items_without_statistics_come_last_on_whatever_page(filled, cast, now, sort, most):
    ids = {row.name: row.id for row in lists.page(filled, cast.chen, Filter())[0]}
    counted = [Statistic(ids["calc"], 3, 9_000, -4_800), Statistic(ids["doc-2"], 5, 1_000, None)]
    save_statistics(filled, counted, now)
    found, after = lists.page(filled, cast.chen, Filter(sort=sort), most=most)
    while after:
        more, after = lists.page(filled, cast.chen, Filter(sort=sort), after, most)
        found += more
    assert [row.name for row in found] == BY_STATISTICS[sort]


def test_a_page_is_one_query_however_many_items(db, cast, now):
    with db.transaction() as session:
        for number in range(60):
            exam_data.item(session, now, f"item-{number}")
    with db.read() as session, exam_data.counting(db) as statements:
        rows, after = lists.page(session, cast.chen, Filter())
        totals = lists.totals(session, cast.chen, Filter())
    assert (len(rows), after, totals, len(statements)) == (50, str(rows[-1].id), {"approved": 60}, 2)
