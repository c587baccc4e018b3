"""Pictures of questions: who may upload them, who sees them, and how they are served."""

import io

import pytest

from lms.domain.access import Role
from lms.sittings.start import sit
from tests import exam_data
from tests.bank.answers import body_of
from tests.formats.drafts.test_picture import SECRET, chunk, png
from tests.web.faults import faults, tree


def send(client, data=None, words="流程图", name="答案B.png", **headers):
    sent = {"file": (io.BytesIO(png() if data is None else data), name), "words": words}
    return client.post("/bank/pictures", data=sent, content_type="multipart/form-data", headers=headers)


def status(client, path):
    with client.get(path) as answer:
        return answer.status_code


@pytest.fixture
def name(client_of, cast):
    markdown = send(client_of(cast.chen), **{"X-Part": "markdown"}).get_data(as_text=True)
    assert markdown.startswith("![流程图](/pictures/")
    return markdown.split("/")[-1].rstrip(")")


def test_a_picture_is_saved_without_its_file_name_and_metadata(client_of, cast, name):
    client = client_of(cast.chen)
    assert "答案" not in name
    second = send(client, **{"X-Part": "markdown"}).get_data(as_text=True)
    assert second.endswith(f"/pictures/{name})")
    other = send(client, png(more=chunk(b"tEXt", SECRET)), **{"X-Part": "markdown"}).get_data(as_text=True)
    assert other == second


def test_it_is_served_as_a_picture_and_as_nothing_else(client_of, cast, name):
    with client_of(cast.zhao).get(f"/pictures/{name}") as answer:
        assert answer.get_data() == png()
    assert (answer.status_code, answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_those_who_may_see_its_question_see_it(db, client_of, cast, name, now):
    assert status(client_of(cast.lin), f"/pictures/{name}") == 404
    body = {**exam_data.BODIES["true_false"], "stem": f"看图。\n\n![流程图](/pictures/{name})"}
    with db.transaction() as session:
        exam_data.item(session, now, "seen", "true_false", body)
    section = {"title": {"zh": "一", "en": "One"}, "fixed": ["writing/seen"]}
    exam = exam_data.exam(db, now, exam_data.plan(section), items=0)
    with db.transaction() as session:
        sitting_id = sit.begin_sitting(session, cast.lin, exam, now).sitting.id
    assert status(client_of(cast.lin), f"/pictures/{name}") == 200
    assert f'src="/pictures/{name}"' in body_of(client_of(cast.lin).get(f"/sittings/{sitting_id}/1"))
    assert status(client_of(cast.wang), f"/pictures/{name}") == 404
    assert status(client_of(cast.wai), f"/pictures/{name}") == 404
    assert status(client_of(None), f"/pictures/{name}") == 302


@pytest.mark.parametrize(
    ("more", "message"),
    [({"words": " "}, "没有写图片说明"), ({"data": b"<svg/>", "name": "x.png"}, "不是 PNG、JPEG 或 WebP 图片"),
     ({"data": b"", "name": ""}, "没有选择图片")],
)  # fmt: skip
def test_an_unusable_picture_is_refused_with_an_explanation(client_of, cast, more, message):
    body = body_of(send(client_of(cast.chen), **more), 400)
    assert (message in body, faults(body)) == (True, [])


def test_the_list_shows_the_newest_pictures(client_of, cast, name):
    body = body_of(client_of(cast.chen, "en").get("/bank/pictures"))
    assert faults(body) == []
    assert [img.get("src") for img in tree(body).iter("img")] == [f"/pictures/{name}"]
    assert Role.REVIEWER in cast.zhao.roles
    assert client_of(cast.zhao).get("/bank/pictures").status_code == 403


@pytest.mark.parametrize("odd", ["x.png", "..%2f..%2fx", "0" * 24 + ".svg", "0" * 24 + ".png"])
def test_no_other_name_is_found(client_of, cast, name, odd):
    assert status(client_of(cast.chen), f"/pictures/{odd}") == 404
