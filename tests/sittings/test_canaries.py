"""Before release nothing that a candidate can get reveals what is right: every address is requested, in both languages.

Whatever must stay inside carries a canary; each answer is searched for it, whatever its status and form. And how
options stand and are named does not go with which of them is right.
"""

import io
import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

import pytest
from pypdf import PdfReader
from werkzeug.routing import Rule

from lms import questions
from lms.domain.access import Permission
from lms.questions import load_question
from lms.web.guard import OPEN, SIGNED_IN
from tests.results.test_api import CANARY, canary_exam

SECRETS = (CANARY, "31415926", "0.27182818")
FIELDS = ('"right"', '"fraction"', '"tolerance"', '"rubric"', '"rationale"')
DESCRIPTION = "/api/v1/openapi.json"
ENDING = {
    "people.sign_in", "people.sign_out", "people.end_sign_ins", "people.password", "people.set_language",
    "sittings.hand_in", "sittings_api.submission",
}  # fmt: skip
"""What ends the sitting, or changes who asks."""
RENDERS = 500
CRITICAL = {2: 13.8, 3: 16.3}
"""Chi-square at one in a thousand, by degrees of freedom."""


def told(response) -> list[str]:
    """What a response tells that it must not."""
    body = response.get_data()
    if response.mimetype == "application/pdf":
        body += "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    everything = body + str(response.headers).encode()
    # The description of the API names the fields of a result; it is made without a database.
    fields = () if response.request.path == DESCRIPTION else FIELDS
    written = {
        secret: {secret, json.dumps(secret)[1:-1], escape(secret), quote(secret)}
        for secret in (*SECRETS, *fields)
    }
    return [
        f"{response.request.method} {response.request.path} {response.status_code}: {secret}"
        for secret, forms in written.items()
        if any(form.encode() in everything for form in forms)
    ]


def reachable(app, method: str) -> Iterator[Rule]:
    """The addresses that a candidate may ask."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", ())
        may = access in (OPEN, SIGNED_IN) or Permission.LEARN in access
        if may and method in rule.methods and not (rule.endpoint in ENDING and method != "GET"):
            yield rule


def ask(client, app, exam_id: int, sitting_id: int, methods=("GET", "PUT", "POST")) -> list:
    """Every such address for this exam and this sitting, and for ones that do not exist."""
    answers = []
    adapter = app.url_map.bind("localhost")
    known = {
        "exam_id": exam_id,
        "sitting_id": sitting_id,
        "package": "web",
        "name": "page.css",
        "position": 3,
    }
    for method in methods:
        for rule in reachable(app, method):
            for ids in (known, known | {"exam_id": 999, "sitting_id": 999, "position": 99}):
                address = adapter.build(rule.endpoint, {name: ids.get(name, 1) for name in rule.arguments})
                body = (
                    {"json": {"answers": 1}} if address.startswith("/api/") else {"data": {"q3.choice": "?"}}
                )
                given = {} if method == "GET" else body
                answers.append(client.open(address, method=method, buffered=True, **given))
    return answers


def wrongly(client, paper: list[dict], sitting_id: int) -> list:
    """Answers of another kind, to places that do not exist, with options that do not."""
    responses = [
        {"choice": "z"},
        {"choices": ["z", "z"]},
        {"value": "是"},
        {"blanks": [1]},
        {"number": "1e999"},
    ]
    responses += [{"text": 1}, {"order": []}, {"choice": "a", "score": 2}, {"z": None}]
    return [
        client.put(
            f"/api/v1/sittings/{sitting_id}/answers",
            json={"answers": [{"position": position, "seq": 1_000_000, "response": response}]},
        )
        for position in [*(place["position"] for place in paper), 0, 99]
        for response in responses
    ]


def sweep(app, client_of, cast, exam_id: int) -> dict[str, list]:
    """Sit the exam to its end; every answer on the way, by the state in which it was given."""
    lin = client_of(cast.lin)
    before = ask(lin, app, exam_id, 1, ("GET",))
    started = lin.post(f"/api/v1/exams/{exam_id}/sittings", json={})
    sitting, paper = started.json["id"], started.json["items"]
    while_open = [started, *wrongly(lin, paper, sitting)]
    for language in ("zh", "en"):
        client = client_of(cast.lin, language=language)
        while_open += [client.get(f"/sittings/{sitting}/{place['position']}") for place in paper]
        while_open += ask(client, app, exam_id, sitting)
    ended = [lin.post(f"/api/v1/sittings/{sitting}/submission", json={}) for _ in range(2)]
    for language in ("zh", "en"):
        ended += ask(client_of(cast.lin, language=language), app, exam_id, sitting)
    return {"before": before, "open": while_open, "ended": ended}


def test_no_answer_before_release_reveals_what_is_right(app, client_of, cast, db, now):
    exam_id = canary_exam(db, now, release="by_hand", attempts=1)
    found = sweep(app, client_of, cast, exam_id)
    assert [line for responses in found.values() for response in responses for line in told(response)] == []
    statuses = {state: Counter(response.status_code for response in told_) for state, told_ in found.items()}
    assert statuses["open"][200] > 40  # there was something to see
    assert statuses["ended"][200] > 20
    assert sum(statuses["open"][status] for status in (400, 404)) > 60
    assert {status for counted in statuses.values() for status in counted if status >= 500} == set()


def test_the_sweep_sees_what_is_shown_once_it_is_released(app, client_of, cast, db, now):
    exam_id = canary_exam(db, now, release="at_once", attempts=1)
    found = sweep(app, client_of, cast, exam_id)
    leaks = {state: [line for one in responses for line in told(one)] for state, responses in found.items()}
    assert (leaks["before"], leaks["open"], leaks["ended"] != []) == ([], [], True)


def test_the_description_of_the_api_is_the_same_for_everybody_before_and_after(app, client_of, cast, db, now):
    before = client_of(None).get(DESCRIPTION).get_data()
    exam_id = canary_exam(db, now, release="at_once", attempts=1)
    sweep(app, client_of, cast, exam_id)
    assert client_of(cast.lin).get(DESCRIPTION).get_data() == before


def chi_square(counted: Counter, cells: int) -> float:
    expected = counted.total() / cells
    return sum((counted[cell] - expected) ** 2 / expected for cell in range(cells))


def choice(number: int, right: int):
    """A question whose author wrote the right option at this place."""
    options = [{"text": f"选项{number}-{place}", "right": place == right} for place in range(4)]
    return load_question("single_choice", {"stem": f"第{number}问？", "options": options})


def test_the_position_of_the_right_option_is_random():
    question = choice(0, 0)
    right = questions.answer_key(question)["choice"]
    places = Counter(
        [option["id"] for option in questions.show_question(question, seed, "zh")["options"]].index(right)
        for seed in range(RENDERS)
    )
    assert chi_square(places, 4) < CRITICAL[3]


def test_neither_the_name_nor_the_rank_of_an_option_goes_with_being_right():
    ranks, places = Counter(), Counter()
    for number in range(RENDERS):
        question = choice(number, 0)
        right = questions.answer_key(question)["choice"]
        shown = [option["id"] for option in questions.show_question(question, 7, "zh")["options"]]
        assert len({len(id_) for id_ in shown}) == 1
        ranks[sorted(shown).index(right)] += 1
        places[shown.index(right)] += 1
    assert chi_square(ranks, 4) < CRITICAL[3]
    assert chi_square(places, 4) < CRITICAL[3]


def test_what_is_to_be_ordered_or_matched_is_in_random_order():
    order = load_question("ordering", {"stem": "排序。", "order": ["登记", "拟办", "批办"]})
    pairs = [{"left": f"左{n}", "right": f"右{n}"} for n in range(3)]
    match = load_question("matching", {"stem": "配对。", "pairs": pairs})
    first = questions.answer_key(order)["order"][0]
    partner = questions.answer_key(match)["pairs"]["1"]
    firsts, partners = Counter(), Counter()
    for seed in range(RENDERS):
        firsts[[one["id"] for one in questions.show_question(order, seed, "zh")["options"]].index(first)] += 1
        rights = questions.show_question(match, seed, "zh")["right"]
        partners[[one["id"] for one in rights].index(partner)] += 1
    assert chi_square(firsts, 3) < CRITICAL[2]
    assert chi_square(partners, 3) < CRITICAL[2]


def test_the_measure_sees_an_order_that_is_the_authors():
    question = choice(0, 0)
    right = questions.answer_key(question)["choice"]
    shown = [option["id"] for option in questions.show_question(question, 0, "zh", shuffle=False)["options"]]
    assert chi_square(Counter({shown.index(right): RENDERS}), 4) > CRITICAL[3]


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice"])
def test_what_is_shown_of_an_option_is_its_name_and_its_words(kind):
    options = [{"text": "甲", "right": True, "feedback": "对"}, {"text": "乙"}, {"text": "丙"}]
    shown = questions.show_question(load_question(kind, {"stem": "问？", "options": options}), 1, "zh")
    assert {tuple(sorted(option)) for option in shown["options"]} == {("id", "text")}
