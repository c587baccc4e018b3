"""When a course is completed."""

from lms.domain.exam.completion import Achieved, Missing, Requirements, missing, percent

ASKED = Requirements(["one", "two"], ["c1"], exam=True)


def test_everything_is_missing_at_first_in_the_order_of_the_course():
    assert missing(ASKED, Achieved([], [], False)) == Missing(("one", "two"), ("c1",), True)


def test_nothing_is_missing_when_all_is_done_and_more_than_required_does_no_harm():
    left = missing(ASKED, Achieved(["two", "one", "old"], ["c1", "gone"], True))
    assert left == Missing((), (), False)
    assert left.is_empty


def test_a_course_without_exam_needs_none():
    assert missing(Requirements(["one"], [], exam=False), Achieved(["one"], [], False)).is_empty


def test_percent_counts_steps_and_rounds_down():
    assert percent(ASKED, missing(ASKED, Achieved(["one"], ["c1"], False))) == 50
    assert percent(ASKED, missing(ASKED, Achieved(["one", "two"], ["c1"], False))) == 75
    assert percent(Requirements(["a", "b", "c"], [], False), Missing(("c",), (), False)) == 66
    assert percent(Requirements([], [], False), Missing((), (), False)) == 100
