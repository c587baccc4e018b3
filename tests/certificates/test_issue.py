"""Certificates: issued once, kept, verified by everybody, revoked visibly, seen only by those who may."""

import io
import json

import pypdf
import pytest
from sqlalchemy import select, text

from lms.app import wire
from lms.certificates import revoke, verify
from lms.certificates.models import Certificate
from lms.certificates.verify import masked
from lms.cli import main
from lms.domain.problem import Refused
from lms.platform.files import Files
from lms.platform.jobs import work_once
from tests import small, walk
from tests.web.faults import tree, words
from tests.web.returned import returned


class Tools:
    def __init__(self, settings):
        self.settings = settings


@pytest.fixture
def certificate(db, cast, tmp_path, now):
    wire()
    with db.transaction() as session:
        session.execute(text("UPDATE person SET name = '林㛃𠮷' WHERE id = :id"), {"id": cast.lin.id})
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        walk.learn(session, cast.lin, now)
        walk.sit_exam(session, cast.lin, now, right=3)
        return session.scalar(select(Certificate))


@pytest.fixture
def drawn(certificate, db, settings, time):
    while work_once(db, time, Tools(settings)):
        pass
    with db.read() as session:
        return session.get_one(Certificate, certificate.id)


def test_it_says_what_was_certified_with_every_character_of_the_name(client_of, cast, certificate):
    response = client_of(cast.lin).get(f"/certificates/{certificate.token}.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    printed = pypdf.PdfReader(io.BytesIO(response.get_data())).pages[0].extract_text()
    for line in (
        "林㛃𠮷",
        "公文写作",
        "文字综合",
        "75 / 100",
        "1.5",
        "WN2026-000001",
        f"http://lms.test/verify/{certificate.token}",
    ):
        assert line in printed.replace("\n", "") or line in printed


def test_the_pdf_is_the_same_before_and_after_its_job(client_of, cast, certificate, db, settings, time):
    before = client_of(cast.lin).get(f"/certificates/{certificate.token}.pdf").get_data()
    while work_once(db, time, Tools(settings)):
        pass
    after = client_of(cast.lin).get(f"/certificates/{certificate.token}.pdf").get_data()
    assert before == after


def test_only_its_holder_and_hr_of_the_unit_see_it(client_of, cast, certificate):
    for address in (f"/certificates/{certificate.token}", f"/certificates/{certificate.token}.pdf"):
        statuses = {
            name: client_of(getattr(cast, name)).get(address).status_code
            for name in ("lin", "he", "wu", "wang", "luo", "chen")
        }
        assert statuses == {"lin": 200, "he": 200, "wu": 200, "wang": 404, "luo": 404, "chen": 403}
    api = f"/api/v1/certificates/{certificate.token}.pdf"
    assert [client_of(person).get(api).status_code for person in (cast.lin, cast.wang, None)] == [
        200,
        404,
        401,
    ]


def test_everybody_can_verify_by_address_and_learns_no_more_than_needed(client_of, certificate):
    page = client_of(None).get(f"/verify/{certificate.token}")
    body = page.get_data(as_text=True).replace(certificate.token, "")  # in it 75 may stand by chance
    assert page.status_code == 200
    assert "✓ 核验通过 证书有效" in words(tree(body))
    assert "林*𠮷" in body
    assert [word for word in ("林㛃𠮷", "E001", "E001", "市教育局", "75") if word in body] == []
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t.swapcase(), lambda t: "1", lambda t: "%252e"]
)
def test_a_changed_address_is_unknown(client_of, certificate, change):
    assert client_of(None).get(f"/verify/{change(certificate.token)}").status_code == 404


def test_the_file_itself_is_verified_and_one_changed_byte_is_noticed(client_of, cast, drawn):
    data = client_of(cast.lin).get(f"/certificates/{drawn.token}.pdf").get_data()
    client = client_of(None)
    good = client.post(
        "/verify", data={"file": (io.BytesIO(data), "a.pdf")}, headers={"Accept": "application/json"}
    )
    assert (good.get_json()["verdict"], good.get_json()["certified"]["number"]) == ("valid", "WN2026-000001")
    for changed in (
        data + b"\n",
        data[:-1],
        data[:500] + bytes([data[500] ^ 1]) + data[501:],
        b"%PDF-",
        b"no",
    ):
        bad = client.post(
            "/verify", data=changed, content_type="application/pdf", headers={"Accept": "application/json"}
        )
        assert (bad.status_code, bad.get_json()["verdict"], bad.get_json()["certified"]) == (
            200,
            "unknown",
            None,
        )


def test_the_command_verifies_too(drawn, client_of, cast, tmp_path, data_dir, capsys):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(client_of(cast.lin).get(f"/certificates/{drawn.token}.pdf").get_data())
    assert main(["certificate", "verify", str(path), "--json", "--data", str(data_dir)]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "valid"
    path.write_bytes(path.read_bytes() + b" ")
    assert main(["certificate", "verify", str(path), "--json", "--data", str(data_dir)]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("locale", "printed"),
    [
        (
            "zh_CN.UTF-8",
            [
                "文件与签发时完全一致，证书有效",
                "编号：WN2026-000001",
                "姓名：林*𠮷",
                "课程：公文写作",
                "能力与等级：文字综合 · 2",
                "结业日期：2026-11-23",
                "签发日期：2026-11-23",
            ],
        ),
        (
            "en_US.UTF-8",
            [
                "The file is exactly as issued; the certificate is valid",
                "Number: WN2026-000001",
                "Name: 林*𠮷",
                "Course: Official documents",
                "Competency and level: Writing · 2",
                "Completed: 2026-11-23",
                "Issued: 2026-11-23",
            ],
        ),
    ],
)
def test_the_command_names_what_was_certified_line_by_line(
    drawn, client_of, cast, tmp_path, data_dir, capsys, monkeypatch, locale, printed
):
    monkeypatch.setenv("LC_ALL", locale)
    (tmp_path / "c.pdf").write_bytes(client_of(cast.lin).get(f"/certificates/{drawn.token}.pdf").get_data())
    assert main(["certificate", "verify", str(tmp_path / "c.pdf"), "--data", str(data_dir)]) == 0
    assert capsys.readouterr().out.splitlines() == printed


def test_hr_revokes_with_a_reason_that_everybody_sees(client_of, cast, drawn, db):
    address = f"/certificates/{drawn.token}/revoke"
    assert client_of(cast.he).post(address, data={"reason": " "}).status_code == 400
    assert client_of(cast.lin).post(address, data={"reason": "x"}).status_code == 403
    assert client_of(cast.he).post(address, data={"reason": "成绩复核后不合格"}).status_code == 303
    assert client_of(cast.he).post(address, data={"reason": "又一次"}).status_code == 403
    body = client_of(None).get(f"/verify/{drawn.token}").get_data(as_text=True)
    assert "▲ 注意 证书已被撤销" in words(tree(body))
    assert "成绩复核后不合格" in body
    with db.read() as session:
        assert verify.by_token(session, drawn.token).verdict == "revoked"


@pytest.mark.parametrize(
    ("language", "typed", "errors"),
    [
        ("zh", " ", "撤销原因：没有填写撤销原因，请写明原因，它会显示在核验页上"),
        ("en", "", "Reason: The reason is missing; write it; the verification page shows it"),
        ("zh", "错" * 1001, "撤销原因：最多 1000 个字符，现有 1001 个，请删去 1 个"),
        ("en", "错" * 1001, "Reason: At most 1000 characters are allowed, there are 1001; remove 1"),
    ],
)
def test_a_revocation_with_errors_comes_back(client_of, cast, drawn, language, typed, errors):
    address = f"/certificates/{drawn.token}/revoke"
    page = returned(client_of(cast.he, language).post(address, data={"reason": typed}))
    assert (page.status, page.summary, page.typed["reason"]) == (400, {"reason": errors}, typed)


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        ("zh", "证书 PDF：没有选择文件，请选择证书的 PDF 文件"),
        ("en", "Certificate PDF: No file is chosen; choose the PDF of a certificate"),
    ],
)
def test_verifying_no_file_says_which_to_choose(client_of, language, errors):
    page = returned(client_of(None, language).post("/verify", data={"file": (io.BytesIO(b""), "")}))
    assert (page.status, page.summary) == (400, {"file": errors})


def test_a_reason_that_is_too_long_is_refused_and_never_cut(db, cast, drawn, now):
    with db.write() as session, pytest.raises(Refused) as refused:
        revoke.revoke(session, cast.he, drawn.token, "错" * 1001, now)
    assert [(p.where.in_("zh"), p.what.zh, p.how.zh) for p in refused.value.problems] == [
        ("reason", "原因最多 1000 个字符，现有 1001 个", "请删去 1 个字符")
    ]
    with db.read() as session:
        assert session.get_one(Certificate, drawn.id).state == "valid"


def test_names_are_masked():
    assert [masked(name) for name in ("", "林", "林晓", "欧阳明月", "阿卜杜拉·买买提")] == [
        "*",
        "*",
        "林*",
        "欧**月",
        "阿******提",
    ]
