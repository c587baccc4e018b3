"""What papers a plan gives."""

from decimal import Decimal
from fractions import Fraction

from lms.domain.exam.assembly import Case, Source
from lms.domain.exam.outlook import Cell, outlook

MARKS = {n: ("writing", 1 + n % 2) for n in range(300)}


def draw(number: int, count: int, *versions: int, **more) -> Source:
    return Source(f"section[1].draw[{number}]", 1, count, Decimal(2), versions, **more)


def test_papers_are_counted_and_compared():
    seen = outlook([draw(1, 2, *range(10)), draw(2, 1, 20)], MARKS)
    assert (seen.questions, seen.points, seen.papers, seen.at_most) == (3, Decimal(6), 45, False)
    # one of three is always the same, and of the two others a fifth on average
    assert Fraction(1, 3) < seen.alike < Fraction(3, 5)


def test_one_paper_only_is_all_alike():
    seen = outlook([draw(1, 2, 4, 6)], MARKS)
    assert (seen.papers, seen.alike) == (1, 1)
    assert seen.cells == {("writing", 1): Cell(Decimal(4), Decimal(4))}


def test_levels_that_differ_between_papers_are_told_as_a_range():
    cells = outlook([draw(1, 1, 1, 2)], MARKS).cells
    assert cells == {
        ("writing", 1): Cell(Decimal(0), Decimal(2)),
        ("writing", 2): Cell(Decimal(0), Decimal(2)),
    }


def test_a_text_counts_for_nothing_and_its_questions_in_every_choice():
    cases = (Case(100, (1, 2, 3)), Case(200, (4, 5)))
    seen = outlook([Source("section[1].case[1]", 1, 1, Decimal(3), (100, 200), cases, 2)], MARKS)
    assert (seen.questions, seen.points, seen.papers) == (2, Decimal(6), 4)
    both = Source("section[1].case[1]", 1, 2, Decimal(3), (100, 200), cases, 2)
    assert outlook([both], MARKS).papers == 3


def test_shared_items_and_enemies_make_it_a_bound():
    assert outlook([draw(1, 1, 1, 2), draw(2, 1, 2, 3)], MARKS).at_most
    assert outlook([draw(1, 1, 1, 2, groups=((1, ("g",)), (2, ("g",))))], MARKS).at_most
