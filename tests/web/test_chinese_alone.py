"""Content that is written in Chinese alone: every page, paper, report and answer of the API in English shows the Chinese."""

import io

import pypdf
import pytest

from lms.platform.jobs import work_once
from tests import make
from tests.certificates.test_issue import Tools
from tests.repo.docs import access_of
from tests.repo.test_access import ROLES, expected
from tests.repo.world import World
from tests.web.faults import faults, tree, words


@pytest.fixture
def chinese(db, cast, data_dir, now):
    return World(db, cast, data_dir, now, english=False)


def empty_headings(body: str) -> list[str]:
    page = tree(body)
    return [
        f"empty {name}" for name in ("h1", "h2", "h3", "title") for box in page.iter(name) if not words(box)
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_in_english_shows_the_chinese(app, db, cast, chinese, now, role):
    actor = None if role == "stranger" else cast.all()[role]
    client, found = make.client(app, db, actor, now, "en"), {}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or expected(access_of(app, rule), role) != "in":
            continue
        address = chinese.address(app, rule)
        with client.get(address) as answer:
            wrong = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
            if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
                body = answer.get_data(as_text=True)
                wrong += faults(body) + empty_headings(body)
        if wrong:
            found[address] = wrong
    assert found == {}


def test_a_trainee_who_reads_english_sees_the_chinese_course_exam_and_result(client_of, cast, chinese):
    lin = client_of(cast.lin, language="en")

    def see(address: str) -> str:
        answer = lin.get(address)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    assert '<h1 lang="zh-Hans">公文写作</h1>' in see("/courses/documents")
    lesson = see("/courses/documents/10-kinds")
    assert '<article class="lesson" lang="zh-Hans">' in lesson
    assert "标题 10-kinds" in lesson
    assert "公文写作考试" in words(tree(see("/exams")))
    assert "公文写作考试" in words(tree(see(f"/sittings/{chinese.ended}/result")))
    listed = client_of(cast.luo, language="en").get("/api/v1/exams").get_json()
    assert "公文写作考试" in [exam["title"] for exam in listed]


def test_papers_certificates_and_reports_in_english_are_written(client_of, cast, chinese, db, settings, time):
    while work_once(db, time, Tools(settings)):
        pass
    lin, he = client_of(cast.lin, language="en"), client_of(cast.he, language="en")
    token = chinese.values["token"]
    certificate = lin.get(f"/certificates/{token}.pdf").get_data()
    printed = pypdf.PdfReader(io.BytesIO(certificate)).pages[0].extract_text().replace("\n", "")
    assert "of the course “公文写作”" in printed
    assert "公文写作" in words(tree(lin.get(f"/verify/{token}").get_data(as_text=True)))
    assert "公文写作" in he.post("/reports/completions/export", data={"to": "csv"}).get_data(as_text=True)
    (record,) = he.get("/api/v1/records").get_json()["records"]
    assert record["course_title"] == {"zh": "公文写作", "en": ""}
