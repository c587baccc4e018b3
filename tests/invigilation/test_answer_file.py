"""Answer files: only a valid one is imported, whole, by an invigilator of its candidate, by the rules of saving."""

import base64
import io
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import select

from lms.domain.access import Role
from lms.domain.problem import Refused
from lms.invigilation.import_answers import compare_answer_file, import_answer_file
from lms.people import roles
from lms.people.credentials import sign_in
from lms.people.models import Person, Unit
from lms.platform.audit import AuditEvent
from lms.platform.xchacha import subkey
from lms.sittings.answers import answer_file, file_key
from lms.sittings.answers.save import save_answers
from lms.sittings.answers.updates import AnswerUpdate
from lms.sittings.find import Answer, current_answers
from lms.sittings.finish.overdue import expire_overdue
from lms.sittings.finish.submit import submit_sitting
from lms.sittings.models import SittingEvent
from lms.sittings.start.sit import begin_sitting
from tests.exam_data import RIGHT, WRONG, exam, exam_of_kinds
from tests.web.faults import faults, tree, words

SECRET = "a key for tests only"
WHY = "3 号考场断网"


@pytest.fixture
def sitting(db, cast, now):
    """林's open sitting of three single choices."""
    exam_id = exam(db, now)
    with db.transaction() as session:
        return begin_sitting(session, cast.lin, exam_id, now).sitting


def file_of(sitting, *answers, secret=SECRET, sitting_id=None, **changed) -> bytes:
    """As the page writes it: (position, seq, fields), …"""
    rows = [
        {"position": p, "seq": s, "fields": fields, "client_time": "2026-11-23T01:00:00Z", "held": False}
        for p, s, fields in answers
    ]
    inside = {
        "person": sitting.person_id,
        "made_at": "2026-11-23T01:02:03.000Z",
        "server_time": None,
        "answers": rows,
    }
    inside |= changed
    sitting_id, mark, nonce = sitting_id or sitting.id, file_key.installation_id(secret), bytes(range(24))
    cipher = ChaCha20Poly1305(subkey(file_key.sitting_key(secret, sitting.id), nonce[:16]))
    about = f"wuneng-answers 1 {mark} {sitting.id}".encode()
    sealed = nonce + cipher.encrypt(bytes(4) + nonce[16:], json.dumps(inside).encode(), about)
    head = {"format": "wuneng-answers", "version": 1, "installation": mark, "sitting": sitting_id}
    return json.dumps(head | {"sealed": base64.b64encode(sealed).decode()}).encode()


def choices(*answers):
    return [(position, seq, {"choice": [choice]}) for position, seq, choice in answers]


def read(raw: bytes) -> answer_file.AnswerFile:
    return answer_file.read_answer_file(raw, SECRET)


def put(db, actor, sitting, now, *packets):
    with db.transaction() as session:
        save_answers(session, actor, sitting.id, [AnswerUpdate(*packet) for packet in packets], now)


def take(db, actor, raw, now, reason=WHY):
    with db.transaction() as session:
        return import_answer_file(session, actor, read(raw), reason, now)


def refusal(work, *args) -> tuple[int, str]:
    with pytest.raises(Refused) as caught:
        work(*args)
    return caught.value.status, caught.value.code


def answers(db, sitting) -> dict[int, Answer]:
    with db.read() as session:
        return current_answers(session, sitting.id).answers


def stored(db, sitting) -> list[tuple]:
    columns = (SittingEvent.position, SittingEvent.seq, SittingEvent.type, SittingEvent.actor_id)
    with db.read() as session:
        query = select(*columns).where(SittingEvent.sitting_id == sitting.id, SittingEvent.seq.is_not(None))
        rows = session.execute(query.order_by(SittingEvent.position, SittingEvent.seq))
        return [tuple(row) for row in rows]


def test_what_the_page_wrote_is_read(sitting):
    file = read(file_of(sitting, *choices((2, 7, "b"), (1, 5, "a"))))
    assert (file.sitting_id, file.person_id) == (sitting.id, sitting.person_id)
    assert (file.made_at.isoformat(), file.server_time) == ("2026-11-23T01:02:03+00:00", None)
    assert [(p.position, p.seq, p.fields) for p in file.updates] == [
        (1, 5, {"choice": ["a"]}),
        (2, 7, {"choice": ["b"]}),
    ]


def other(raw: bytes, **changed) -> bytes:
    return json.dumps(json.loads(raw) | changed).encode()


def test_every_wrong_file_is_refused_with_its_own_code(sitting):
    good = file_of(sitting, *choices((1, 5, "a")))
    sealed = json.loads(good)["sealed"]
    wrong = {
        b"": (400, "answer_file.unknown"),
        b"PK\x03\x04 a spreadsheet": (400, "answer_file.unknown"),
        b"[1, 2]": (400, "answer_file.unknown"),
        other(good, format="another"): (400, "answer_file.unknown"),
        other(good, sitting="1"): (400, "answer_file.unknown"),
        other(good, sealed=7): (400, "answer_file.unknown"),
        other(good, version=2): (400, "answer_file.version"),
        file_of(sitting, secret="another installation"): (400, "answer_file.foreign"),
        other(good, installation="0" * 16): (400, "answer_file.foreign"),
        other(good, sitting=sitting.id + 1): (400, "answer_file.damaged"),
        other(good, sealed=sealed[:-8]): (400, "answer_file.damaged"),
        other(good, sealed="?" + sealed[1:]): (400, "answer_file.damaged"),
        other(good, sealed=sealed[:60] + ("A" if sealed[60] != "A" else "B") + sealed[61:]): (400, "answer_file.damaged"),
        other(good, sealed=""): (400, "answer_file.damaged"),
        file_of(sitting, answers="none"): (400, "answer_file.unknown"),
        file_of(sitting, *choices((0, 1, "a"))): (400, "answers.invalid"),
        file_of(sitting, *choices((1, 1, "a"), (1, 2, "a"))): (400, "answers.invalid"),
        b"[" * 100_000: (400, "answer_file.unknown"),
        b" " * (answer_file.MOST_BYTES + 1): (413, "answer_file.too_large"),
    }  # fmt: skip
    assert {raw: refusal(read, raw) for raw in wrong} == wrong


@pytest.mark.both_engines
def test_each_position_is_compared_with_what_the_server_holds(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 5, RIGHT), (2, 6, RIGHT))
    states = {}
    for answer in (
        (1, 5, "a"),
        (1, 9, "a"),
        (1, 9, "b"),
        (1, 4, "b"),
        (1, 5, "b"),
        (3, 1, "c"),
        (1, 9, "z"),
        (4, 9, "a"),
    ):
        with db.read() as session:
            found = compare_answer_file(session, cast.jian, read(file_of(sitting, *choices(answer))), now)
        states[answer] = [(place.position, place.state) for place in found.answers]
    assert states == {
        (1, 5, "a"): [(1, "same")],
        (1, 9, "a"): [(1, "same")],
        (1, 9, "b"): [(1, "newer")],
        (1, 4, "b"): [(1, "older")],
        (1, 5, "b"): [(1, "other")],
        (3, 1, "c"): [(3, "newer")],
        (1, 9, "z"): [(1, "unreadable")],
        (4, 9, "a"): [(4, "unreadable")],
    }
    assert (found.name, found.login, found.unit, found.state) == ("林晓", "E001", "市教育局", "open")


@pytest.mark.both_engines
def test_answers_in_time_are_stored_under_their_numbers_by_the_rules_of_saving(db, cast, now, sitting):
    put(db, cast.lin, sitting, now, (1, 5, RIGHT), (2, 6, RIGHT))
    raw = file_of(sitting, *choices((1, 9, "b"), (2, 4, "b"), (3, 8, "z")))
    for _ in range(2):
        saved = take(db, cast.jian, raw, now)
        assert [(ack.position, ack.seq) for ack in saved.saved] == [(1, 9), (2, 4)]
    assert answers(db, sitting) == {1: Answer(9, WRONG), 2: Answer(6, RIGHT)}
    lin, jian = cast.lin.id, cast.jian.id
    assert stored(db, sitting) == [
        (1, 5, "answer", lin),
        (1, 9, "answer", jian),
        (2, 4, "answer", jian),
        (2, 6, "answer", lin),
    ]


@pytest.mark.both_engines
def test_what_is_imported_after_the_deadline_is_late_whatever_the_file_says(db, cast, now, sitting):
    later = sitting.deadline + timedelta(seconds=6)
    raw = file_of(sitting, *choices((1, 5, "a")), made_at="2026-11-23T01:00:01.000Z")
    assert [ack.position for ack in take(db, cast.jian, raw, later).late] == [1]
    expire_overdue(db, later + timedelta(minutes=1))
    assert [ack.position for ack in take(db, cast.jian, raw, later + timedelta(minutes=2)).late] == [1]
    assert answers(db, sitting) == {}
    assert stored(db, sitting) == [(1, 5, "late", cast.jian.id)]


def test_the_actor_and_the_reason_are_recorded_in_the_sitting_and_in_the_audit_trail(db, cast, now, sitting):
    raw = file_of(sitting, *choices((1, 5, "a"), (2, 6, "z")))
    take(db, cast.jian, raw, now)
    with db.read() as session:
        event = session.scalars(select(SittingEvent).where(SittingEvent.type == "answer-file")).one()
        audited = session.scalars(select(AuditEvent).where(AuditEvent.action == "delivery.answer-file")).one()
    counts = {"saved": 1, "late": 0, "conflict": 0, "unreadable": 1}
    facts = {"reason": WHY, "by": "简宁", "sha256": read(raw).sha256, "made_at": "2026-11-23T01:02:03.000Z"}
    assert event.response == facts | counts
    assert (audited.object, audited.actor_id, audited.detail) == (
        f"sitting:{sitting.id}",
        cast.jian.id,
        facts | counts,
    )


def test_refused_means_that_nothing_was_written(db, cast, now, sitting):
    raw = file_of(sitting, *choices((1, 5, "a")))
    assert refusal(take, db, cast.jian, raw, now, " ") == (400, "sitting.say_why")
    with db.transaction() as session:
        stranger = file_of(sitting, *choices((1, 5, "a")), person=cast.wang.id)
    assert refusal(take, db, cast.jian, stranger, now) == (400, "answer_file.wrong_sitting")
    with db.transaction() as session:
        submit_sitting(session, cast.lin, sitting.id, {}, now)
    assert refusal(take, db, cast.jian, raw, now) == (409, "sitting.submitted")
    assert stored(db, sitting) == []
    with db.read() as session:
        assert (
            session.scalars(select(SittingEvent.type).where(SittingEvent.type == "answer-file")).all() == []
        )


def watching(db, person, unit, now):
    """The person as an invigilator over this unit."""
    with db.transaction() as session:
        roles.grant(
            session,
            session.get_one(Person, person.id),
            Role.INVIGILATOR,
            session.get_one(Unit, unit.id),
            None,
            now,
        )
    with db.read() as session:
        return sign_in.actor_by_id(session, person.id)


def test_only_an_invigilator_of_the_candidate_imports_it_and_nobody_their_own(db, cast, now, sitting):
    raw = file_of(sitting, *choices((1, 5, "a")))
    luo = watching(db, cast.luo, cast.finance, now)
    lin = watching(db, cast.lin, cast.city, now)
    assert refusal(take, db, luo, raw, now) == (404, "not_found")
    assert refusal(take, db, cast.sun, raw, now) == (404, "not_found")
    assert refusal(take, db, lin, raw, now) == (403, "answer_file.own")
    assert stored(db, sitting) == []
    wu = watching(db, cast.wu, cast.education, now)
    assert [ack.position for ack in take(db, wu, raw, now).saved] == [1]


def upload(client, raw: bytes):
    return client.post("/answer-files", data={"file": (io.BytesIO(raw), "x.wuneng")})


def carried(response) -> str:
    page = tree(response.get_data(as_text=True))
    return next(field.get("value") for field in page.iter("input") if field.get("name") == "carried")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_show_the_contents_ask_for_a_reason_and_import_it(
    client_of, db, cast, now, sitting, language
):
    jian = client_of(cast.jian, language=language)
    raw = file_of(sitting, *choices((1, 5, "a"), (2, 6, "z")))
    shown = upload(jian, raw)
    without = jian.post("/answer-files/taken", data={"carried": carried(shown), "reason": ""})
    assert stored(db, sitting) == []
    done = jian.post("/answer-files/taken", data={"carried": carried(shown), "reason": WHY})
    assert [answer.status_code for answer in (shown, without, done)] == [200, 400, 303]
    assert answers(db, sitting) == {1: Answer(5, RIGHT)}
    after = jian.get(done.location)
    pages = [shown, without, after, upload(jian, b"nothing"), jian.get("/answer-files")]
    assert [faults(page.get_data(as_text=True)) for page in pages] == [[]] * 5
    text = words(tree(shown.get_data(as_text=True)))
    for word in {
        "zh": ("林晓，E001，市教育局", "文件较新", "不合要求"),
        "en": ("林晓, E001", "Newer in the file", "Not valid"),
    }[language]:
        assert word in text


def test_the_page_never_shows_an_answer(client_of, db, cast, now):
    exam_id = exam_of_kinds(db, now, "short_text")
    with db.transaction() as session:
        begun = begin_sitting(session, cast.lin, exam_id, now).sitting
    shown = upload(client_of(cast.jian), file_of(begun, (1, 5, {"text": ["CANARY"]})))
    assert "文件较新" in words(tree(shown.get_data(as_text=True)))
    assert "CANARY" not in shown.get_data(as_text=True)


def test_a_file_that_was_changed_on_its_way_through_the_page_is_refused(client_of, db, cast, now, sitting):
    jian = client_of(cast.jian)
    raw = file_of(sitting, *choices((1, 5, "a")))
    changed = base64.b64encode(other(raw, sitting=sitting.id + 1)).decode()
    assert jian.post("/answer-files/taken", data={"carried": changed, "reason": WHY}).status_code == 400
    assert jian.post("/answer-files/taken", data={"carried": "???", "reason": WHY}).status_code == 400
    assert jian.post("/answer-files/taken", data={}).status_code == 400
    assert stored(db, sitting) == []
