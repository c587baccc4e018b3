"""The key with which a page encrypts drafts: of one sitting, of one installation, and for its candidate alone."""

import re

from lms.sittings.answers import file_key
from tests.exam_data import exam

SECRET = "a key for tests only"
GIVEN = re.compile(r'data-key="([^"]*)"')


def begin(client, exam_id) -> int:
    return int(client.post(f"/exams/{exam_id}").location.split("/")[2])


def test_a_key_belongs_to_one_sitting_of_one_installation():
    keys = [
        file_key.sitting_key(SECRET, 1),
        file_key.sitting_key(SECRET, 2),
        file_key.sitting_key(SECRET, 12),
        file_key.sitting_key("another", 1),
    ]
    assert [len(one) for one in keys] == [32] * 4
    assert len(set(keys)) == 4
    assert file_key.sitting_key(SECRET, 1) == file_key.sitting_key(SECRET, 1)


def test_the_mark_of_an_installation_is_not_its_key():
    assert re.fullmatch("[0-9a-f]{16}", file_key.installation_id(SECRET))
    assert file_key.installation_id(SECRET) != file_key.installation_id("another")


def test_pages_have_the_key_until_the_exam_is_submitted_and_only_for_its_candidate(
    client_of, cast, db, now, time
):
    lin, wang, exam_id = client_of(cast.lin), client_of(cast.wang), exam(db, now)
    sitting = begin(lin, exam_id)
    pages = [f"/sittings/{sitting}/{end}" for end in ("1", "review", "submission", "all")]
    given = [GIVEN.findall(lin.get(page).get_data(as_text=True)) for page in pages]
    assert len(given[0]) == 1
    assert given == [given[0]] * 4
    assert [GIVEN.findall(wang.get(page).get_data(as_text=True)) for page in pages] == [[]] * 4
    other = begin(wang, exam_id)
    assert GIVEN.findall(wang.get(f"/sittings/{other}/1").get_data(as_text=True)) != given[0]
    receipt = wang.post(f"/sittings/{other}/submission", follow_redirects=True).get_data(as_text=True)
    assert ("回执码" in receipt, GIVEN.findall(receipt)) == (True, [])
    time.pass_(minutes=41)
    late = [lin.get(page, follow_redirects=True).get_data(as_text=True) for page in pages]
    assert [GIVEN.findall(page) for page in late] == [given[0]] * 4  # for what the browser may still hold
