"""The page of a completion record, and the way from the list to it and to its certificate."""

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.invigilation.annul import annul_sitting
from lms.platform.files import Files
from lms.records.models import CompletionRecord
from tests import small, walk
from tests.web.faults import faults, tree, words
from tests.web.returned import returned


@pytest.fixture(autouse=True)
def records(client_of, db, cast, tmp_path, now) -> dict[str, CompletionRecord]:
    """The records of 林 of the education bureau and 罗 of finance, by their names."""
    client_of(None)  # connects the packages
    with db.transaction() as session:
        small.load_into(session, tmp_path, Files(tmp_path / "files"), now)
        for person in (cast.lin, cast.luo):
            walk.learn(session, person, now)
            walk.sit_exam(session, person, now, right=3)
    with db.read() as session:
        return {record.name: record for record in session.scalars(select(CompletionRecord))}


def links(answer) -> dict[str, str]:
    return {words(a): a.get("href", "") for a in tree(answer.text).iter("a")}


def history(answer) -> list[list[str]]:
    """What the last table of the page says, without the times."""
    body = list(tree(answer.text).iter("tbody"))[-1]
    return [[words(cell) for cell in row.iter("td")] for row in body.iter("tr")]


def test_hr_opens_a_record_and_its_certificate_from_the_list(client_of, cast, db, records):
    he, lins = client_of(cast.he), records["林晓"]
    assert links(he.get("/records"))["查看：林晓，公文写作"] == f"/records/{lins.id}"
    page = he.get(f"/records/{lins.id}")
    with db.read() as session:
        certificate = session.scalars(select(Certificate).where(Certificate.record_id == lins.id)).one()
    assert links(page)[certificate.number] == f"/certificates/{certificate.token}"
    text = words(tree(page.text))
    for line in ("林晓", "公文写作考试，第 1 次", "75 / 100", "WN2026-", "有效", "E001"):
        assert line in text
    back = links(he.get(f"/certificates/{certificate.token}"))
    assert back["查看：结业记录"] == f"/records/{lins.id}"
    assert "查看：结业记录" not in links(client_of(cast.lin).get(f"/certificates/{certificate.token}"))


def test_a_record_that_has_to_be_corrected_is_one_click_away(client_of, cast, db, records, now):
    lins = records["林晓"]
    with db.transaction() as session:
        annul_sitting(session, cast.he, lins.sitting_id, "替考", now)
    he = client_of(cast.he)
    address = links(he.get("/records"))[f"林晓 E001：公文写作（记录 {lins.id}）"]
    page = words(tree(he.get(address).text))
    assert "所依据的考试已作无效处理，须撤销此记录" in page
    assert "替考" in page
    done = he.post(address, data={"what": "record", "reason": "替考"}, follow_redirects=True)
    text = words(tree(done.text))
    assert "已撤销结业记录和证书，学时已扣回" in text
    assert "此记录已于2026年11月23日撤销，不算结业，学时已扣回" in text
    assert "更正" not in [words(h2) for h2 in tree(done.text).iter("h2")]
    assert history(done) == [
        ["学完课程", "林晓", "—"],
        ["签发证书", "系统", "—"],
        ["撤销结业记录", "何平", "替考"],
        ["撤销证书", "何平", "替考"],
    ]
    listed = he.get("/records")
    assert f"林晓 E001：公文写作（记录 {lins.id}）" not in links(listed)
    assert "已撤销" in words(tree(listed.text))
    assert "“公文写作”的结业记录已撤销" in words(tree(client_of(cast.lin).get("/").text))


def test_hr_revokes_only_the_certificate_and_the_record_stays(client_of, cast, db, records):
    he, address = client_of(cast.he), f"/records/{records['林晓'].id}"
    done = he.post(address, data={"what": "certificate", "reason": "姓名印错"}, follow_redirects=True)
    assert "证书已撤销" in words(tree(done.text))
    assert "只撤销证书" not in words(tree(done.text))
    again = he.post(address, data={"what": "certificate", "reason": "又一次"})
    assert returned(again).summary == {"what": "撤销什么：没有这个选项，请从列表中选择"}
    with db.read() as session:
        assert len(session.scalars(select(CompletionRecord)).all()) == 2


@pytest.mark.parametrize(
    ("language", "errors"),
    [
        (
            "zh",
            {
                "what": "撤销什么：没有选择撤销什么，请选择一项",
                "reason": "原因：没有填写原因，请写明原因，它会留在记录、导出的表和核验页上",
            },
        ),
        (
            "en",
            {
                "what": "What to withdraw: Nothing is chosen; choose one",
                "reason": "Reason: The reason is missing; write it; it stays with the record",
            },
        ),
    ],
)
def test_a_correction_with_errors_comes_back(client_of, cast, records, language, errors):
    page = client_of(cast.he, language).post(f"/records/{records['林晓'].id}", data={"reason": " "})
    assert (page.status_code, returned(page).summary) == (400, errors)


def test_records_of_other_units_are_not_there(client_of, cast, records):
    lins, luos = records["林晓"].id, records["罗强"].id
    wu = client_of(cast.wu)
    assert [wu.get(f"/records/{number}").status_code for number in (lins, luos, 999)] == [200, 404, 404]
    assert wu.post(f"/records/{luos}", data={"what": "record", "reason": "x"}).status_code == 404
    assert client_of(cast.lin).get(f"/records/{lins}").status_code == 403


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_valid_html_before_and_after(client_of, cast, db, records, now, language):
    lins = records["林晓"]
    he = client_of(cast.he, language)
    pages = [he.get(f"/records/{lins.id}")]
    with db.transaction() as session:
        annul_sitting(session, cast.he, lins.sitting_id, "替考", now)
    pages.append(he.get(f"/records/{lins.id}"))
    he.post(f"/records/{lins.id}", data={"what": "record", "reason": "替考"})
    pages += [he.get(f"/records/{lins.id}"), he.get("/records")]
    assert [faults(page.text) for page in pages] == [[]] * len(pages)
