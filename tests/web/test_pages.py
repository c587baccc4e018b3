"""The pages of the web package: home, refusal, sign-in, password, style guide, in both languages."""

import re

import pytest
from jinja2 import UndefinedError

from lms.app import create_app
from lms.domain.problem import Text
from lms.web import pages
from tests.web.faults import faults, tree, words

PAGES = [
    ("/sign-in", None, 200),
    ("/styleguide", None, 200),
    ("/styleguide", "lin", 200),
    ("/", "lin", 200),
    ("/", "wai", 200),
    ("/", "an", 200),
    ("/nowhere", "lin", 404),
    ("/me/password", "lin", 200),
]
SHOWN = {"zh": "zh-Hans", "en": "en"}


@pytest.fixture
def body(client_of, cast):
    """body(path, "lin", "en"): the page as that person gets it."""

    def get(path: str, who: str | None = None, language: str = "zh", status: int = 200) -> str:
        client = client_of(getattr(cast, who) if who else None, language)
        response = client.get(path)
        assert response.status_code == status
        return response.get_data(as_text=True)

    return get


@pytest.fixture
def two_tasks(app, monkeypatch):
    tasks = [
        pages.Task(2, Text("后做", "Later"), Text("下月", "Next month"), Text("打开", "Open"), "/later"),
        pages.Task(1, Text("先做", "First"), Text("今天", "Today"), Text("打开", "Open"), "/first"),
    ]
    monkeypatch.setitem(
        app.extensions, pages.SOURCES, pages.Sources(tasks=[lambda session, actor, now: tasks])
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("path", "who", "status"), PAGES)
def test_a_page_has_no_faults(body, path, who, status, language):
    page = body(path, who, language, status)
    assert faults(page) == []
    assert tree(page).get("lang") == SHOWN[language]


@pytest.mark.parametrize(("path", "who", "status"), PAGES)
def test_an_english_page_holds_no_chinese(body, path, who, status):
    page = tree(body(path, who, "en", status))
    ours = [e for e in page.iter() if e.get("lang") != "zh-Hans"]
    text = " ".join([e.text or "" for e in ours] + [e.tail or "" for e in page.iter()])
    names = re.compile("林晓|外来|安国|罗强|欧阳晓慧")
    assert re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", names.sub("", text)) == []


def test_faults_are_found():
    bad = (
        '<!doctype html><html><head><title>x</title></head><body><h1 id="a">y</h1><input id="a" name="n">'
        '<p style="color:red">z<a href="#b"></a></body></html>'
    )
    assert faults(bad) == [
        "no language",
        "the title 'x' does not start with the h1 'y'",
        "no label: n",
        "a a without words",
        "id a occurs 2 times",
        "a link to #b, which is not there",
        "p has an inline style",
    ]


def test_only_the_most_urgent_task_has_the_primary_button(body, two_tasks):
    page = tree(body("/", "lin"))
    assert [words(h2) for h2 in page.iter("h2")] == ["先做", "后做"]
    buttons = [
        (a.get("href"), a.get("class"), words(a)) for a in page.iter("a") if "button" in a.get("class", "")
    ]
    assert buttons == [("/first", "button primary", "打开：先做"), ("/later", "button", "打开：后做")]


def test_the_page_of_somebody_without_a_role_says_whom_to_ask(body, cast, two_tasks):
    page = body("/", "wai")
    assert [words(h2) for h2 in tree(page).iter("h2")] == ["怎样开通"]
    assert f'<strong class="number">{cast.wai.login}</strong>' in page
    assert "请联系本单位的安全管理员" in page


def test_the_home_page_without_tasks_says_what_will_appear(app, body, monkeypatch):
    monkeypatch.setitem(app.extensions, pages.SOURCES, pages.Sources())
    assert "现在没有要办的事" in body("/", "lin")
    assert "会按轻重缓急列在这里" in body("/", "lin")


def test_every_application_has_the_links_of_its_packages_once(app, settings, db, cast):
    def links(application):
        with application.app_context():
            return pages.links_for(cast.he)

    assert len(set(links(app))) == len(links(app)) > 0
    assert links(create_app(settings, db)) == links(app)


@pytest.mark.own_app
def test_a_template_that_asks_for_what_it_was_not_given_fails(app):
    with app.test_request_context("/"), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ never_given }}").render()


def test_a_wrong_password_is_reported_above_the_form_and_the_number_is_kept(client_of):
    response = client_of(None).post("/sign-in", data={"login": "E001", "password": "wrong-one"})
    page = tree(response.get_data(as_text=True))
    fields = {e.get("name"): e.get("value") for e in page.iter("input")}
    summary = next(e for e in page.iter() if e.get("class") == "error-summary")
    assert response.status_code == 401
    assert words(summary) == "工号或密码不正确 请核对后重试；忘记密码请联系系统管理员"
    assert (fields["login"], fields["password"]) == ("E001", "")
    assert faults(response.get_data(as_text=True)) == []


def test_two_new_passwords_that_differ_are_reported_at_the_field(client_of, cast):
    sent = {"old": "a", "new": "long enough 1", "again": "long enough 2"}
    response = client_of(cast.lin).post("/me/password", data=sent)
    page = tree(response.get_data(as_text=True))
    wrong = [e.get("id") for e in page.iter("input") if e.get("aria-invalid") == "true"]
    assert (response.status_code, wrong) == (400, ["again"])
    assert faults(response.get_data(as_text=True)) == []


def test_the_navigation_marks_the_current_page(body):
    def marked(path: str) -> list[tuple[str, str]]:
        nav = next(e for e in tree(body(path, "lin")).iter("nav") if "site-nav" in e.get("class", ""))
        return [(a.get("href"), a.get("aria-current")) for a in nav.iter("a") if a.get("aria-current")]

    assert marked("/") == [("/", "page")]
    assert marked("/styleguide") == []


@pytest.mark.parametrize(
    ("target", "back"),
    [
        ("/styleguide?lang=zh&a=1", "/styleguide?a=1"),
        ("/?q=%E5%85%AC%E6%96%87", "/?q=%E5%85%AC%E6%96%87"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example", "/"),
        ("//[", "/"),
        ("elsewhere", "/"),
    ],
)
def test_a_choice_of_language_leads_back_and_never_away(client_of, target, back):
    response = client_of(None).get("/language/en", query_string={"next": target})
    assert (response.status_code, response.location) == (302, back)
    assert "lang=en;" in response.headers["Set-Cookie"]


def test_a_language_we_do_not_have_is_refused(client_of):
    assert client_of(None).get("/language/fr").status_code == 400
