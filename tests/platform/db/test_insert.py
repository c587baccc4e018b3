"""Inserting the same row twice: the first insert returns True, the second False; and many rows at once."""

import pytest
from sqlalchemy import inspect, select

from lms.bank.models import ItemVersion
from lms.exams.models import Exam
from lms.platform.db.insert import insert_many, insert_or_ignore
from tests.exam_data import item

pytestmark = pytest.mark.both_engines


def test_the_first_insert_is_new_and_the_second_is_not(session):
    tried = [insert_or_ignore(session, Exam, slug=slug, number=0) for slug in ("a", "a", "b")]
    assert tried == [True, False, True]


def test_many_rows_go_in_by_the_names_of_attributes(session, now):
    item(session, now, "one")
    kept = session.scalars(select(ItemVersion)).one()
    names = [attribute.key for attribute in inspect(ItemVersion).column_attrs if attribute.key != "id"]
    again = {name: getattr(kept, name) for name in names} | {"number": 2, "case": "flood", "enemies": ["x"]}
    insert_many(session, ItemVersion, [again])
    insert_many(session, ItemVersion, [])
    made = session.scalars(select(ItemVersion).where(ItemVersion.number == 2)).one()
    assert {name: getattr(made, name) for name in names} == again
