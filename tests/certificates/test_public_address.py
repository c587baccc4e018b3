"""Without an address that other computers can open, the code on a certificate leads nowhere: everybody concerned is told."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.platform.files import Files
from tests import make, small, walk
from tests.web.faults import faults, tree, words


def text(answer) -> str:
    return words(tree(answer.text))


@pytest.fixture
def client_at(settings, db, cast, time, tmp_path):
    """client_at("", cast.an): a client of an installation with this public address, where 林 has a certificate."""

    def client(public_url, who, language="zh"):
        return make.client(apps[public_url], db, who, time.now, language)

    apps = {
        url: make.new_app(replace(settings, public_url=url), db, time)
        for url in ("", "http://localhost:8000", "http://10.1.2.3")
    }
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), time.now)
        walk.learn(session, cast.lin, time.now)
        walk.sit_exam(session, cast.lin, time.now)
    return client


@pytest.fixture
def token(client_at, db) -> str:
    with db.read() as session:
        return session.scalars(select(Certificate.token)).one()


@pytest.mark.parametrize(
    ("public_url", "printed"),
    [("", "http://127.0.0.1:8000"), ("http://localhost:8000", "http://localhost:8000")],
)
def test_the_administrator_is_told_and_shown_how_to_set_it(client_at, cast, public_url, printed):
    an = client_at(public_url, cast.an)
    home = an.get("/")
    assert "设置对外网址" in text(home)
    assert f"证书上印的是 {printed}，别的电脑和手机打不开，扫码也不能核验" in text(home)
    assert "/public-address" in [link.get("href") for link in tree(home.text).iter("a")]
    page = an.get("/public-address")
    assert f"证书和邮件里现在印的是 {printed}" in text(page)
    assert 'public_url = "http://10.1.2.3:8000"' in text(page)
    assert [faults(page.text), faults(client_at(public_url, cast.an, "en").get("/public-address").text)] == [
        [],
        [],
    ]


def test_once_it_is_set_nothing_more_is_asked(client_at, cast, token):
    an = client_at("http://10.1.2.3", cast.an)
    assert "设置对外网址" not in text(an.get("/"))
    assert "证书和邮件里印的是 http://10.1.2.3" in text(an.get("/public-address"))
    assert "打不开" not in text(client_at("http://10.1.2.3", cast.lin).get(f"/certificates/{token}"))


def test_only_the_administrator_has_the_page(client_at, cast):
    assert "设置对外网址" not in text(client_at("", cast.he).get("/"))
    assert client_at("", cast.he).get("/public-address").status_code == 403


@pytest.mark.parametrize("who", ["lin", "he"])
def test_the_page_of_a_certificate_warns_before_it_is_printed(client_at, cast, token, who):
    page = client_at("", getattr(cast, who)).get(f"/certificates/{token}")
    assert "证书上的二维码和网址（http://127.0.0.1:8000）别的电脑和手机打不开" in text(page)
    assert "请系统管理员设置对外网址" in text(page)


@pytest.mark.parametrize(
    ("public_url", "beside"),
    [
        ("", ("此网址只在服务器上打得开，扫码不能核验", "cannot be used")),
        ("http://10.1.2.3", ("扫码或访问下列网址核验", "scan the code")),
    ],
)
def test_the_words_beside_the_code_say_whether_it_can_be_used(client_at, cast, token, public_url, beside):
    data = client_at(public_url, cast.lin).get(f"/certificates/{token}.pdf").get_data()
    printed = PdfReader(BytesIO(data)).pages[0].extract_text().replace("\n", " ")
    assert [part in printed for part in beside] == [True, True]
