"""Filling sources: as many as possible, no two enemies, and no promise that is not kept."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lms.domain.exam.matching import fill, first_non_enemies


def test_of_a_group_only_one_is_taken():
    groups = {1: frozenset("g"), 2: frozenset("g"), 3: frozenset("g")}
    matching = fill([[1, 2, 3, 4]], [2], groups, 10)
    assert (matching.source_of, matching.is_complete) == ({1: 0, 4: 0}, True)


def test_what_a_group_makes_impossible_is_short():
    groups = {1: frozenset("g"), 2: frozenset("g")}
    assert fill([[1, 2]], [2], groups, 10).short == {0: 1}
    assert fill([[1], [2]], [1, 1], groups, 10).short == {1: 1}


def test_enemies_through_several_groups_are_separated():
    groups = {1: frozenset("ab"), 2: frozenset("a"), 3: frozenset("b"), 4: frozenset("bc"), 5: frozenset("c")}
    matching = fill([[1, 2], [3, 4], [5]], [1, 1, 1], groups, 50)
    assert matching.source_of == {2: 0, 3: 1, 5: 2}


def test_a_search_that_takes_too_long_says_that_it_gave_up():
    groups = {n: frozenset({f"row {n // 4}", f"column {n % 4}"}) for n in range(16)}
    stopped = fill([range(16)], [4], groups, 1)
    assert (stopped.is_complete, stopped.given_up, stopped.clash) == (False, True, {0})
    assert fill([range(16)], [4], groups, 100).is_complete
    assert fill([range(16)], [5], groups, 100).short == {0: 1}


def test_the_first_that_are_no_enemies_are_chosen_in_order():
    groups = {1: frozenset("a"), 2: frozenset("ab"), 3: frozenset("b"), 4: frozenset("c")}
    assert first_non_enemies([2, 1, 3, 4], 2, groups) == [2, 4]
    assert first_non_enemies([2, 1, 3, 4], 3, groups) == [1, 3, 4]
    assert first_non_enemies([2, 1, 3, 4], 4, groups) == []
    assert first_non_enemies([1, 2, 3], 1, groups, frozenset("a")) == [3]


def feasible(wanted, free, groups, met=frozenset()):
    """By trying everything."""
    if not wanted:
        return True
    (count, choices), *rest = wanted
    for took in combinations(sorted(choices & free), count):
        named = [g for v in took for g in groups.get(v, ())]
        friends = len(set(named)) == len(named) and not met & set(named)
        if friends and feasible(rest, free - set(took), groups, met | set(named)):
            return True
    return False


rows = st.lists(st.tuples(st.integers(1, 2), st.sets(st.integers(1, 7), min_size=1)), min_size=1, max_size=4)
enemies = st.dictionaries(st.integers(1, 7), st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=2))


@given(rows, enemies)
def test_filling_agrees_with_trying_everything(asked, groups):
    wishes, counts = [sorted(ids) for _, ids in asked], [count for count, _ in asked]
    matching = fill(wishes, counts, groups, 10_000)
    assert matching.is_complete == feasible(
        [(c, frozenset(i)) for c, i in asked], frozenset(range(1, 8)), groups
    )
    if matching.is_complete:
        pairs = [(source, version) for version, source in matching.source_of.items()]
        assert [sum(s == n for s, _ in pairs) for n in range(len(counts))] == counts
        assert all(version in wishes[source] for source, version in pairs)
        named = [g for version in matching.source_of for g in groups.get(version, ())]
        assert len(named) == len(set(named))
