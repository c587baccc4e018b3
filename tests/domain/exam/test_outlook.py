"""What papers a plan gives."""

from decimal import Decimal
from fractions import Fraction

from lms.domain.exam.assembly import Case, Source
from lms.domain.exam.outlook import PointRange, outlook_of

MARKS = {n: ("writing", 1 + n % 2) for n in range(300)}


def draw(number: int, count: int, *versions: int, **more) -> Source:
    return Source(f"section[1].draw[{number}]", 1, count, Decimal(2), versions, **more)


def test_papers_are_counted_and_compared():
    outlook = outlook_of([draw(1, 2, *range(10)), draw(2, 1, 20)], MARKS)
    assert (outlook.questions, outlook.points, outlook.papers, outlook.at_most) == (3, Decimal(6), 45, False)
    # one of three is always the same, and of the two others a fifth on average
    assert Fraction(1, 3) < outlook.alike < Fraction(3, 5)


def test_one_paper_only_is_all_alike():
    outlook = outlook_of([draw(1, 2, 4, 6)], MARKS)
    assert (outlook.papers, outlook.alike) == (1, 1)
    assert outlook.cells == {("writing", 1): PointRange(Decimal(4), Decimal(4))}


def test_points_that_differ_between_papers_are_given_as_a_range():
    cells = outlook_of([draw(1, 1, 1, 2)], MARKS).cells
    assert cells == {
        ("writing", 1): PointRange(Decimal(0), Decimal(2)),
        ("writing", 2): PointRange(Decimal(0), Decimal(2)),
    }


def test_a_stimulus_has_no_points_and_its_questions_in_every_choice():
    cases = (Case(100, (1, 2, 3)), Case(200, (4, 5)))
    outlook = outlook_of([Source("section[1].case[1]", 1, 1, Decimal(3), (100, 200), cases, 2)], MARKS)
    assert (outlook.questions, outlook.points, outlook.papers) == (2, Decimal(6), 4)
    both = Source("section[1].case[1]", 1, 2, Decimal(3), (100, 200), cases, 2)
    assert outlook_of([both], MARKS).papers == 3


def test_shared_items_and_enemies_make_the_number_an_upper_bound():
    assert outlook_of([draw(1, 1, 1, 2), draw(2, 1, 2, 3)], MARKS).at_most
    assert outlook_of([draw(1, 1, 1, 2, groups=((1, ("g",)), (2, ("g",))))], MARKS).at_most
