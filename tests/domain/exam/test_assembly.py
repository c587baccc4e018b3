"""Drawing a paper: never the same item twice, the same for the same seed, and exact about what is lacking."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.domain.exam import assembly
from lms.domain.exam.assembly import Case, DrawnItem, Source, assemble, shortages, without_versions


def source(number: int, count: int, *versions: int, section: int = 1) -> Source:
    return Source(f"section[{section}].draw[{number}]", section, count, Decimal(2), versions)


def test_the_same_seed_draws_the_same_paper_and_another_seed_another():
    sources = [source(1, 5, *range(100))]
    assert assemble(sources, 7) == assemble(sources, 7)
    assert assemble(sources, 7) != assemble(sources, 8)


def test_the_paper_of_a_seed_never_changes():
    sources = [source(1, 2, 11, 12, 13, 14), source(1, 1, 21, 22, section=2)]
    two = Decimal(2)
    assert assemble(sources, 1) == (DrawnItem(1, 12, two), DrawnItem(1, 14, two), DrawnItem(2, 21, two))


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
    problems = shortages([source(1, 3, 1, 2, 3), source(2, 2, 1, 2, 3, 4), source(3, 2)])
    assert [(p.where.in_("zh"), p.what.zh) for p in problems] == [
        ("section[1].draw[2]", "要 2 题，符合条件的有 4 题，还缺 1 题（其余已被别处抽走）"),
        ("section[1].draw[3]", "要 2 题，符合条件的有 0 题，还缺 2 题"),
    ]


def test_a_draw_that_asks_for_too_much_is_reported_and_not_the_fixed_item_it_would_take():
    problems = shortages([source(1, 1, 1), source(2, 9, 1, 2, 3)])
    assert [(p.where.in_("zh"), p.what.en) for p in problems] == [
        ("section[1].draw[2]", "asks for 9, 3 match, 7 more needed")
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


def test_a_pool_that_was_stored_before_there_were_cases_is_loaded_and_dumped_as_it_was():
    kept = {"place": "section[1].draw[1]", "section": 1, "count": 1, "points": "2", "versions": [5, 6]}
    assert assembly.dump(assembly.load([kept])) == [kept]


def test_what_is_dumped_is_what_is_loaded():
    fixed = Source("section[2].fixed[1]", 2, 1, Decimal("2.50"), (9,), together="flood")
    sources = (source(1, 2, 5, 6, 7), fixed, replace(CASES, groups=((101, ("甲", "乙")),)))
    assert assembly.load(assembly.dump(sources)) == sources


def case_source(count: int, each: int, *cases: tuple[int, ...], groups=(), section: int = 1) -> Source:
    drawn = tuple(Case(text, tuple(questions)) for text, *questions in cases)
    texts = tuple(case.text for case in drawn)
    return Source(f"section[{section}].case[1]", section, count, Decimal(3), texts, drawn, each, groups)


CASES = case_source(1, 2, (100, 101, 102, 103), (200, 201, 202))


def test_a_case_brings_its_text_and_its_questions_in_the_order_of_their_author():
    papers = {tuple((e.version, e.points) for e in assemble([CASES], seed)) for seed in range(60)}
    text, each = Decimal(0), Decimal(3)
    assert papers == {
        ((100, text), (101, each), (102, each)),
        ((100, text), (101, each), (103, each)),
        ((100, text), (102, each), (103, each)),
        ((200, text), (201, each), (202, each)),
    }


def test_a_case_stays_together_when_the_paper_is_shuffled():
    sources = [source(1, 5, *range(10)), CASES]
    places = set()
    for seed in range(60):
        versions = [entry.version for entry in assemble(sources, seed)]
        start = next(n for n, version in enumerate(versions) if version in (100, 200))
        assert [version > 99 for version in versions] == [n in range(start, start + 3) for n in range(8)]
        places.add(start)
    assert places == set(range(6))


def test_fixed_items_that_belong_together_stay_together():
    text, asked = (Source(f"f{n}", 1, 1, Decimal(n), (n,), together="flood") for n in (1, 2))
    sources = [text, source(1, 3, 5, 6, 7), asked]
    for seed in range(30):
        versions = [entry.version for entry in assemble(sources, seed)]
        assert versions[versions.index(1) + 1] == 2
    assert [e.version for e in assemble(sources, 3, shuffle=False)][:2] == [1, 2]


def test_enemies_are_never_on_one_paper():
    groups = ((1, ("g",)), (2, ("g", "h")))
    in_case = ((101, ("h",)), (102, ("g",)))
    sources = [
        replace(source(1, 2, 1, 2, 3, 4), groups=groups),
        case_source(1, 1, (100, 101), (110, 102), groups=in_case),
    ]
    for seed in range(100):
        met = [g for e in assemble(sources, seed) for g in dict(groups + in_case).get(e.version, ())]
        assert len(met) == len(set(met))


def test_a_case_counts_with_the_enemies_of_all_its_questions():
    case = case_source(1, 1, (100, 101, 102), groups=((102, ("g",)),))
    against = replace(source(1, 1, 1), groups=((1, ("g",)),))
    assert [p.where.in_("zh") for p in shortages([case, against])] == ["section[1].draw[1]"]


def test_questions_of_one_case_that_are_enemies_are_not_asked_together():
    case = case_source(1, 2, (100, 101, 102, 103), groups=((101, ("g",)), (102, ("g",))))
    papers = {tuple(e.version for e in assemble([case], seed)) for seed in range(40)}
    assert papers == {(100, 101, 103), (100, 102, 103)}


def test_retired_versions_are_removed_and_so_are_cases_that_become_too_small():
    sources = [source(1, 1, 1, 2), CASES]
    left = without_versions(sources, {2, 103, 201})
    assert [s.versions for s in left] == [(1,), (100,)]
    assert left[1].cases == (Case(100, (101, 102)),)
    assert without_versions(sources, set()) == tuple(sources)


def test_every_enemy_has_its_chance():
    sources = [replace(source(1, 1, 1, 2, 3, 4), groups=((1, ("g",)), (2, ("g",))))]
    drawn = Counter(entry.version for seed in range(2000) for entry in assemble(sources, seed))
    # 500 expected each; chi-square with 3 degrees of freedom stays below 16.3 in 999 of 1,000 cases
    assert sum((seen - 500) ** 2 / 500 for seen in drawn.values()) < 16.3


def test_a_pool_of_thousands_is_drawn_from_at_once():
    groups = tuple((n, (f"g{n % 600}", f"h{n % 350}")) for n in range(4000))
    sources = [
        replace(source(k, 25, *range(k * 500, k * 500 + 900)), groups=groups[k * 500 : k * 500 + 900])
        for k in range(7)
    ]
    assert shortages(sources) == []
    papers = [assemble(sources, seed) for seed in range(3)]
    for paper in papers:
        met = [g for e in paper for g in groups[e.version][1]]
        assert len(met) == len(set(met)) == 2 * 175


small = st.lists(
    st.tuples(st.integers(1, 3), st.sets(st.integers(1, 6)), st.integers(1, 2)), min_size=1, max_size=4
)


def feasible(wanted: list[tuple[int, frozenset[int]]], free: frozenset[int]) -> bool:
    """By trying everything."""
    if not wanted:
        return True
    (count, choices), *rest = wanted
    return any(feasible(rest, free - set(took)) for took in combinations(sorted(choices & free), count))


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


many = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.lists(st.integers(1, 9), min_size=1, unique=True),
        st.sampled_from(["draw", "case"]),
    ),
    min_size=1,
    max_size=4,
)
hostile = st.dictionaries(st.integers(1, 39), st.lists(st.sampled_from("abcde"), max_size=2, unique=True))


@example(
    [(1, [1], "case"), (1, [1, 2], "draw"), (1, [1, 2, 3], "draw")],
    {1: ["a"], 2: ["b"], 20: ["b"]},
    [0],
    set(),
)
@given(many, hostile, st.lists(st.integers(0, 2**62), min_size=3, max_size=3), st.sets(st.integers(1, 39)))
def test_every_seed_gives_a_paper_if_the_check_finds_no_shortage(rows, named, seeds, seen):
    groups = tuple((version, tuple(own)) for version, own in named.items() if own)
    sources = []
    for n, (count, ids, form) in enumerate(rows, 1):
        if form == "draw":
            sources.append(replace(source(n, count, *ids), groups=groups))
        else:  # the questions of text n are 10 n … 10 n + 2; a text is in one draw of cases as a draw would
            made = case_source(
                count, 2, *((v, 10 * v % 30 + 10, 10 * v % 30 + 11) for v in ids[:1]), groups=groups
            )
            sources.append(replace(made, place=f"section[1].case[{n}]"))
    sources = [s for s in without_versions(sources, {-1}) if s.versions]
    if shortages(sources):
        return
    for seed in seeds:
        paper = assemble(sources, seed, seen=seen)
        assert len(paper) == sum(s.count * (1 + s.each) for s in sources)
        met = [g for entry in paper for g in named.get(entry.version, ())]
        assert len(met) == len(set(met))
