"""A case: the text is written first, then its questions, and one page shows them together."""

import pytest

from tests.bank.answers import body_of
from tests.bank.authoring.test_editor import FIELDS, META, posted
from tests.web.faults import faults, tree, words


@pytest.fixture
def text(client_of, cast, made):
    sent = META | {
        "kind": "description",
        "competency": "writing",
        "name": "flood",
        "stem": "汛情材料。",
        "do": "save",
    }
    answer = client_of(cast.chen).post("/bank/new", data=sent)
    assert answer.headers["Location"].endswith("/case")
    return answer.headers["Location"]


def test_a_question_written_from_the_case_belongs_to_it(client_of, cast, text):
    client = client_of(cast.chen)
    empty = body_of(client.get(text))
    assert (faults(empty), "还没有小题。" in empty) == ([], True)
    item_id = text.split("/")[-2]
    begun = posted(
        body_of(client.get(f"/bank/new?competency=writing&kind=single_choice&case=flood&like={item_id}"))
    )
    assert (begun["case"], begun["source"]) == ("flood", META["source"])
    assert client.post("/bank/new", data=begun | FIELDS | {"name": "q1", "do": "save"}).status_code == 303
    body = body_of(client_of(cast.zhao, "en").get(text))
    assert faults(body) == []
    assert [words(h) for h in tree(body).iter("h3") if "q1" in words(h)] == ["1. q1 Draft"]


def test_only_a_text_to_read_is_a_case(client_of, cast, made):
    answer = client_of(cast.chen).get(f"/bank/{made['draft']}/case")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/bank/{made['draft']}")
