"""Check everything that shows a question with a kind that no other code knows, in a copy of the product.

tests/repo/test_new_kind.py makes the copy, with the three files of the kind; the kind exists only there.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from random import Random

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.bank.imports import find
from lms.bank.imports.commit import commit_import
from lms.bank.models import ItemVersion
from lms.cli.demo.answers import respond
from lms.domain.access import Role
from lms.domain.question.protocol import Question
from lms.exams.models import Exam
from lms.exams.publish import publish_plan
from lms.formats.item import Draft
from lms.formats.items import item_formats, writable
from lms.invigilation.transcribe import pending_transcripts
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person
from lms.questions import (
    kinds,
    load_question,
    raw_from_form,
    read_response,
    response_from_paper,
    score_response,
)
from lms.sittings.find import current_answers, own_sitting
from lms.sittings.serve import show_questions
from lms.sittings.start.sit import begin_sitting
from tests.bank.imports.files import read_file
from tests.exam_data import competency, item, plan
from tests.questions import samples
from tests.repo.printed.question_kinds import question_kinds
from tests.results.conftest import event_handlers  # noqa: F401
from tests.web.faults import faults, tree, words

KIND = "situational"
SAMPLE = samples.of(KIND)["sample"][0]["data"]
REKEYED = samples.of(KIND)["sample"][0]["rekeyed"]
ACTIONS = ["先报告再处置", "边处置边报告", "处置完再报告"]
RATINGS = ["4", "5", "1"]
NAME, INSTRUCTION = "情境判断题", "每项写一个 1 到 5 的数"
CARRIED = {"toml", "excel", "json"}
"""The formats that claim to carry it; the others say that they leave it out, or are printed."""


@pytest.fixture
def exam_id(db, now) -> int:
    with db.transaction() as session:
        item(session, now, "rate", KIND, SAMPLE, points="3")
        part = {"title": {"zh": "第一部分", "en": "Part one"}, "fixed": ["writing/rate"]}
        publish_plan(session, "rate", plan(part, review="answers"), None, now)
        return session.scalars(select(Exam.id).where(Exam.slug == "rate")).one()


@pytest.fixture
def sitting(db, cast, now, exam_id) -> int:
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, exam_id, now).sitting.id


@pytest.fixture
def ids(db, cast, sitting) -> dict[str, str]:
    """Return the ids by action, in the order of 林's paper."""
    with db.read() as session:
        (shown,) = show_questions(session, own_sitting(session, cast.lin, sitting), "zh")
    return {row["text"]: row["id"] for row in shown.body["actions"]}


def question(**changed) -> Question:
    loaded = load_question(KIND, SAMPLE | changed)
    assert isinstance(loaded, Question)
    return loaded


def pdf(data: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(data), strict=True).pages]
    return "".join("".join(pages).split())


def word(data: bytes) -> list[str]:
    """Return the paragraphs, then the cells."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def draft(**changed) -> Draft:
    return Draft(
        "1", KIND, SAMPLE | changed, name="rate", points=Decimal(3), meta={"level": "2", "source": "甲"}
    )


def test_the_copy_holds_the_kind():
    assert kinds()[KIND].NAME.zh == NAME


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_candidate_answers_on_a_page_and_sees_how_the_mark_came_about(
    client_of, cast, db, sitting, ids, language
):
    lin = client_of(cast.lin, language)
    page = lin.get(f"/sittings/{sitting}/1").get_data(as_text=True)
    assert faults(page) == []
    boxes = {box.get("name") for box in tree(page).iter("select")}
    assert boxes == {f"q1.rating.{id_}" for id_ in ids.values()}
    sent = {f"q1.rating.{ids[text]}": rating for text, rating in zip(ACTIONS, ["5", "5", "1"], strict=True)}
    assert lin.post(f"/sittings/{sitting}/1", data=sent | {"seq": "1", "go": "next"}).status_code in (
        200,
        303,
    )
    lin.post(f"/api/v1/sittings/{sitting}/submission", json={})
    result = lin.get(f"/sittings/{sitting}/result").get_data(as_text=True)
    assert faults(result) == []
    text = words(tree(result))
    first = {"zh": "先报告再处置：占 2/9", "en": "Report, then act: 2/9"}[language]
    assert first in text


def test_the_printed_paper_has_all_rows_and_the_file_of_a_sitting_shows_the_response(
    client_of, cast, sitting, ids
):
    lin, jian = client_of(cast.lin), client_of(cast.jian)
    given = {"ratings": dict.fromkeys(ids.values(), "3")}
    rows = {"answers": [{"position": 1, "seq": 1, "response": given}]}
    assert lin.put(f"/api/v1/sittings/{sitting}/answers", json=rows).status_code == 200
    text = pdf(jian.post(f"/invigilation/sittings/{sitting}/paper").get_data())
    rows_said = [f"{number}.{text}" for number, text in enumerate(ids, 1)]
    wanted = [*rows_said, "".join(INSTRUCTION.split()), NAME, "1—", "3—"]
    assert [one for one in wanted if one not in text] == []
    file = pdf(jian.post(f"/sittings/{sitting}/file").get_data())
    assert "1-32-33-3" in file
    for printed in (text, file):
        assert "报警人：园区门卫。现场有3人，风向不明。" in printed
        assert "建议用时（秒）：90" in printed
        assert "<p>" not in printed


def test_a_sheet_of_paper_is_typed_in_and_confirmed(client_of, cast, db, now, sitting, ids):
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.wai.id), Role.INVIGILATOR, cast.city, None, now)
    with db.read() as session:
        second = client_of(sign_in.actor_by_id(session, cast.wai.id))
    jian, address = client_of(cast.jian), f"/invigilation/sittings/{sitting}/transcript"
    assert faults(jian.get(address).get_data(as_text=True)) == []
    sent = {f"q1.rating.{ids[text]}": rating for text, rating in zip(ACTIONS, RATINGS, strict=True)}
    assert jian.post(address, data=sent | {"own": "第二考场停电"}).status_code == 303
    assert faults(second.get(address).get_data(as_text=True)) == []
    with db.read() as session:
        (waits,) = pending_transcripts(session, cast.jian)
    assert second.post(f"/invigilation/transcripts/{waits.id}/confirmation").status_code == 303
    with db.read() as session:
        response = current_answers(session, sitting).answers[1].response
    assert response == {"ratings": {ids[text]: rating for text, rating in zip(ACTIONS, RATINGS, strict=True)}}
    with db.read() as session:
        (shown,) = show_questions(session, own_sitting(session, cast.lin, sitting), "zh")
    typed = " ".join(f"{n}-{RATINGS[ACTIONS.index(text)]}" for n, text in enumerate(ids, 1))
    assert response_from_paper(question(), shown.body, typed) == response


def test_the_word_documents_print_the_actions_and_the_key():
    drafts = [draft()]
    paper, key, sheet = (
        word(item_formats()[name].write(drafts)) for name in ("docx-paper", "docx-key", "docx-sheet")
    )
    actions = [f"({number}) {text}" for number, text in enumerate(ACTIONS, 1)]
    assert [line for line in paper if line.startswith("(")] == actions
    assert [line for line in paper if INSTRUCTION in line] == [
        f"（建议用时（秒）：90；{INSTRUCTION}：1 最不妥当，5 最妥当）"
    ]
    assert [line for line in paper if line.startswith("答案")] == []
    assert [line for line in key if line.startswith("(")] == actions
    assert "答案：1-4  2-5  3-1" in key
    for document in (paper, key):
        assert [line for line in document if "报警人" in line or "3 人" in line] == [
            "报警人：园区门卫。",
            "现场有 3 人，风向不明。",
        ]
    assert "评分标准：建议用时（秒）：90；越接近专家评分得分越多" in key
    assert [line for line in sheet if line.startswith("(")] == ["(1)", "(2)", "(3)"]


@pytest.mark.parametrize("name", sorted(writable()))
def test_every_export_carries_it_or_reports_that_it_does_not(name):
    form = item_formats()[name]
    losses = [p for p in form.losses([replace(draft(), meta={})]) if not p.what.zh.startswith("1 题的译文")]
    data = form.write([draft()])
    if name in CARRIED | {"docx-paper", "docx-sheet"}:
        assert losses == []
    elif name == "docx-key":
        assert [p.what.zh for p in losses] == ["从 Word 读回时，这些与原题不同：整道题"]
    else:
        assert len(losses) == 1
    if name == "json":
        assert all(text in data.decode() for text in ACTIONS)
    if hasattr(form, "read"):
        drafts = form.read(data, f"a{form.SUFFIXES[0]}").drafts
        assert [read.kind for read in drafts] == ([KIND] if name in CARRIED else [])


@pytest.mark.parametrize("name", sorted(CARRIED - {"json"}))
def test_a_changed_key_is_noticed_at_the_next_import(session, cast, now, tmp_path, name):
    form = item_formats()[name]
    file = f"a{form.SUFFIXES[0]}"

    def states(draft_read: Draft) -> list[str]:
        imported = read_file(
            session, form.write([draft_read]), cast.chen, now, tmp_path, name=file, form=name
        )
        return [entry.state for entry in find.all_rows(session, imported)]

    first = read_file(session, form.write([draft()]), cast.chen, now, tmp_path, name=file, form=name)
    commit_import(session, cast.chen, first.id, now)
    assert [states(draft()), states(draft(**REKEYED))] == [["same"], ["changed"]]
    assert states(replace(draft(**REKEYED), name="")) == ["doubtful"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_author_types_it_into_the_editor_and_finds_it_in_the_help(client_of, cast, db, language):
    with db.transaction() as session:
        competency(session)
    chen = client_of(cast.chen, language)
    typed = {f"actions.{n}.text": text for n, text in enumerate(ACTIONS, 1)}
    typed |= {f"actions.{n}.rating": rating for n, rating in enumerate(RATINGS, 1)}
    about = {
        "stem": SAMPLE["stem"],
        "source": "甲",
        "checked": "2026-11-23",
        "level": "2",
        "points": "3",
        "rationale": "理由",
    }
    sent = typed | about | {"competency": "writing", "kind": KIND, "do": "save"}
    empty_form = chen.get(f"/bank/new?competency=writing&kind={KIND}").get_data(as_text=True)
    assert faults(empty_form) == []
    kept = chen.post("/bank/new", data=sent | {"actions.2.rating": "6"}).location
    unfinished = chen.get(kept).text
    assert ('href="#f-actions-2-rating"' in unfinished, faults(unfinished)) == (True, [])
    saved = chen.post("/bank/new", data=sent)
    item_id = int(saved.headers["Location"].rpartition("/")[2])
    with db.read() as session:
        version = session.scalars(select(ItemVersion).where(ItemVersion.item_id == item_id)).one()
        assert [(row["text"], str(row["rating"])) for row in version.body["body"]["actions"]] == list(
            zip(ACTIONS, RATINGS, strict=True)
        )
    for address in (f"/bank/{item_id}", f"/bank/{item_id}/edit"):
        assert faults(chen.get(address).get_data(as_text=True)) == []
    help_ = words(tree(chen.get(f"/bank/{item_id}/text").get_data(as_text=True)))
    assert kinds()[KIND].HELP.in_(language) in help_


def test_the_generated_documents_list_it():
    rows = [line for line in question_kinds("").splitlines() if line.startswith(f"| `{KIND}`")]
    assert len(rows) == 2
    assert "rating" in rows[0]
    assert '`{"ratings": {"a": "4"}}`' in rows[1]


def test_the_demonstration_answers_it_rightly_and_wrongly():
    asked = question()
    right, wrong = (
        score_response(asked, respond(asked, right, Random(1))).fraction for right in (True, False)
    )
    assert (right, wrong < 1) == (Fraction(1), True)


def test_what_a_form_sends_is_what_a_program_sends():
    asked = question()
    key = read_response(asked, {"ratings": {action.id: str(action.rating) for action in asked.body.actions}})
    form = {f"rating.{action.id}": [str(action.rating)] for action in asked.body.actions}
    assert read_response(asked, raw_from_form(asked, form)) == key
