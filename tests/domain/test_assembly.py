"""Drawing a paper: never the same item twice, the same for the same seed, and exact about what is lacking."""

from collections import Counter
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain import assembly
from lms.domain.assembly import Entry, Source, assemble, shortages


def source(number: int, count: int, *versions: int, section: int = 1) -> Source:
    return Source(f"section[{section}].draw[{number}]", section, count, Decimal(2), versions)


def test_the_same_seed_draws_the_same_paper_and_another_seed_another():
    sources = [source(1, 5, *range(100))]
    assert assemble(sources, 7) == assemble(sources, 7)
    assert assemble(sources, 7) != assemble(sources, 8)


def test_a_paper_is_pinned_for_ever():
    sources = [source(1, 2, 11, 12, 13, 14), source(1, 1, 21, 22, section=2)]
    two = Decimal(2)
    assert assemble(sources, 1) == (Entry(1, 12, two), Entry(1, 14, two), Entry(2, 21, two))


def test_sections_stay_in_order_and_items_are_shuffled_within_them():
    sources = [source(1, 3, 1, 2, 3), source(1, 3, 4, 5, 6, section=2)]
    papers = {tuple(entry.version for entry in assemble(sources, seed)) for seed in range(200)}
    assert {frozenset(paper[:3]) for paper in papers} == {frozenset({1, 2, 3})}
    assert len(papers) == 36


def test_without_shuffling_fixed_items_and_draws_stay_in_the_order_of_the_plan():
    sources = [source(1, 1, 9), source(2, 1, 3), source(3, 1, 5)]
    papers = {tuple(entry.version for entry in assemble(sources, seed, shuffle=False)) for seed in range(20)}
    assert papers == {(9, 3, 5)}


def test_overlapping_draws_give_way_to_each_other():
    sources = [source(1, 1, 1, 2), source(2, 1, 1)]
    for seed in range(20):
        assert [entry.version for entry in assemble(sources, seed, shuffle=False)] == [2, 1]


def test_a_chain_of_draws_is_filled_however_long():
    sources = [source(n, 1, n, n + 1) for n in range(1, 60)] + [source(60, 1, 1)]
    assert shortages(sources) == []
    assert [e.version for e in assemble(sources, 3, shuffle=False)] == [*range(2, 61), 1]


def test_a_shortage_names_the_draw_and_how_many_it_lacks():
    found = shortages([source(1, 3, 1, 2, 3), source(2, 2, 1, 2, 3, 4), source(3, 2)])
    assert [(p.where, p.what.zh) for p in found] == [
        ("section[1].draw[2]", "要 2 题，符合条件的有 4 题，还缺 1 题（其余已被别处抽走）"),
        ("section[1].draw[3]", "要 2 题，符合条件的有 0 题，还缺 2 题"),
    ]


def test_an_unfillable_pool_is_never_drawn_from():
    with pytest.raises(ValueError, match="cannot fill"):
        assemble([source(1, 2, 1)], 1)


def test_unseen_items_come_first_and_seen_ones_fill_up():
    sources = [source(1, 3, *range(1, 7))]
    for seed in range(30):
        drawn = {entry.version for entry in assemble(sources, seed, seen={1, 2, 3, 4})}
        assert {5, 6} < drawn


def test_every_item_has_the_same_chance():
    drawn = Counter(
        entry.version for seed in range(2000) for entry in assemble([source(1, 3, *range(10))], seed)
    )
    assert sorted(drawn) == list(range(10))
    # 600 expected each; chi-square with 9 degrees of freedom stays below 27.9 in 999 of 1,000 cases
    assert sum((seen - 600) ** 2 / 600 for seen in drawn.values()) < 27.9


def test_what_is_dumped_is_what_is_loaded():
    sources = (source(1, 2, 5, 6, 7), Source("section[2].fixed[1]", 2, 1, Decimal("2.50"), (9,)))
    assert assembly.load(assembly.dump(sources)) == sources


small = st.lists(
    st.tuples(st.integers(1, 3), st.sets(st.integers(1, 6)), st.integers(1, 2)), min_size=1, max_size=4
)


def feasible(wanted: list[tuple[int, frozenset[int]]], free: frozenset[int]) -> bool:
    """By trying everything."""
    if not wanted:
        return True
    (count, choices), *rest = wanted
    return any(feasible(rest, free - set(took)) for took in combinations(sorted(choices & free), count))


@settings(deadline=None)
@given(small, st.integers(0, 2**62))
def test_the_feasibility_check_agrees_with_trying_everything(rows, seed):
    sources = [source(n, count, *sorted(ids), section=part) for n, (count, ids, part) in enumerate(rows, 1)]
    possible = feasible([(count, frozenset(ids)) for count, ids, _ in rows], frozenset(range(1, 7)))
    assert (shortages(sources) == []) == possible
    if possible:
        paper = assemble(sources, seed)
        assert len({entry.version for entry in paper}) == len(paper) == sum(count for count, _, _ in rows)
        assert [entry.section for entry in paper] == sorted(
            part for count, _, part in rows for _ in range(count)
        )
