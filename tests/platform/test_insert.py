"""Two who insert the same thing: the first is told so, the second too."""

import pytest

from lms.exams.models import Exam
from lms.platform.insert import insert_or_ignore

pytestmark = pytest.mark.both_engines


def test_the_first_insert_is_new_and_the_second_is_not(session):
    tried = [insert_or_ignore(session, Exam, slug=slug, number=0) for slug in ("a", "a", "b")]
    assert tried == [True, False, True]
