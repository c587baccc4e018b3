"""The pages of the people package: what they do, for whom, and that secrets are shown once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.domain.access import Role
from lms.people import roles
from lms.people.credentials import passwords, tokens
from lms.people.models import AccessToken, Person, Unit
from lms.platform import audit
from tests.cast import PASSWORD
from tests.web.faults import faults, tree, words


@pytest.fixture
def an(client_of, cast):
    return client_of(cast.an)


@pytest.fixture
def qian(client_of, cast):
    return client_of(cast.qian)


def kept(db, login) -> Person:
    with db.read() as session:
        return session.scalars(select(Person).where(Person.login == login)).one()


def shown(answer, id: str) -> str:
    return re.search(f'id="{id}">([^<]+)<', answer.get_data(as_text=True)).group(1)


def wrong_fields(answer) -> list[str]:
    page = tree(answer.get_data(as_text=True))
    return [e.get("name") for e in page.iter() if e.get("aria-invalid") == "true"]


def actions(db) -> list[str]:
    with db.read() as session:
        return [row["action"] for row in audit.rows(session)]


def new(cast, **more):
    return {"login": "E100", "name": "高远", "unit": cast.education.id, **more}


def test_a_new_account_gets_a_password_that_works_and_is_shown_once(an, db, cast):
    answer = an.post("/people/new", data=new(cast, post="科员", email="gao@example.cn"))
    password = shown(answer, "password")
    person = kept(db, "E100")
    assert passwords.verify(password, person.password_hash)
    assert (person.name, person.post, person.email, person.must_change_password) == (
        "高远",
        "科员",
        "gao@example.cn",
        True,
    )
    assert password not in an.get(f"/people/{person.id}").get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_with_an_account_is_shown_at_its_fields(an, cast):
    answer = an.post("/people/new", data=new(cast, name="", email="x", unit=""))
    assert (answer.status_code, wrong_fields(answer)) == (400, ["name", "unit", "email"])
    assert faults(answer.get_data(as_text=True)) == []


def test_a_number_in_use_is_refused_and_nothing_typed_is_lost(an, cast):
    answer = an.post("/people/new", data=new(cast, login="E001", post="科员"))
    assert answer.status_code == 409
    assert 'value="科员"' in answer.get_data(as_text=True)


def test_roles_and_states_cannot_be_slipped_in(an, db, cast):
    an.post("/people/new", data=new(cast, role="sysadmin", state="disabled", password_hash="x", id="1"))
    with db.read() as session:
        made = session.scalars(select(Person).where(Person.login == "E100")).one()
        assert (made.state, made.grants) == ("active", [])
        assert made.password_hash.startswith("$argon2id$")


def test_an_account_is_edited(an, db, cast):
    data = {"name": "林小晓", "unit": cast.finance.id, "post": "科长", "rank": "", "email": ""}
    assert an.post(f"/people/{cast.lin.id}", data=data).location == f"/people/{cast.lin.id}"
    person = kept(db, "E001")
    assert (person.name, person.unit_id, person.post) == ("林小晓", cast.finance.id, "科长")


def test_a_reset_shows_a_new_password_once(an, db, cast):
    answer = an.post(f"/people/{cast.lin.id}/password")
    assert passwords.verify(shown(answer, "password"), kept(db, "E001").password_hash)


def test_the_three_administrators_are_not_reset_from_the_page(an, db, cast):
    before = kept(db, "E007").password_hash
    answer = an.post(f"/people/{cast.sun.id}/password")
    assert (answer.status_code, kept(db, "E007").password_hash) == (403, before)
    page = an.get(f"/people/{cast.sun.id}").get_data(as_text=True)
    assert "reset-password" in page
    assert f"/people/{cast.sun.id}/password" not in page


def test_an_account_is_disabled_and_enabled(an, db, cast):
    for state in ("disabled", "active"):
        assert an.post(f"/people/{cast.lin.id}/state", data={"state": state}).status_code == 303
        assert kept(db, "E001").state == state


def test_the_list_links_to_its_next_page(an, db, cast, now):
    with db.transaction() as session:
        for number in range(60):
            session.add(Person(login=f"N{number:03}", name="众", unit_id=cast.finance.id, created_at=now))
    first = tree(an.get("/people?q=众").get_data(as_text=True))
    link = next(a.get("href") for a in first.iter("a") if a.get("rel") == "next")
    second = tree(an.get(link).get_data(as_text=True))
    heads = [[words(th) for th in page.iter("th") if th.get("scope") == "row"] for page in (first, second)]
    assert heads == [[f"N{n:03}" for n in range(50)], [f"N{n:03}" for n in range(50, 60)]]


def test_a_unit_is_added_and_renamed(an, db, cast):
    data = {"parent": cast.education.id, "code": "SCH1", "name": "第一中学", "name_en": ""}
    assert an.post("/units", data=data).location == "/units"
    with db.read() as session:
        made = session.scalars(select(Unit).where(Unit.code == "SCH1")).one()
    an.post(f"/units/{made.id}", data={"name": "云川一中", "name_en": "No. 1 School"})
    with db.read() as session:
        assert session.get_one(Unit, made.id).name == "云川一中"


def test_a_unit_with_a_taken_code_is_refused_at_its_field(an, cast):
    answer = an.post("/units", data={"parent": cast.city.id, "code": "EDU", "name": "又一个"})
    assert (answer.status_code, wrong_fields(answer)) == (409, ["code"])


def test_a_role_is_granted_and_withdrawn(qian, client_of, cast):
    wai = client_of(cast.wai)
    assert wai.get("/people").status_code == 403
    page = f"/roles/{cast.wai.id}"
    assert qian.post(page, data={"role": "sysadmin", "unit": cast.finance.id}).status_code == 303
    assert wai.get("/people").status_code == 200
    form = next(
        f
        for f in tree(qian.get(page).get_data(as_text=True)).iter("form")
        if "withdrawal" in f.get("action", "")
    )
    assert qian.post(form.get("action")).status_code == 303
    assert wai.get("/people").status_code == 403


def test_the_page_refuses_a_second_administrator_role(qian, cast):
    answer = qian.post(f"/roles/{cast.sun.id}", data={"role": "sysadmin", "unit": cast.city.id})
    assert (answer.status_code, "不得兼任" in answer.get_data(as_text=True)) == (409, True)


def test_ones_own_roles_show_no_form(qian, cast):
    body = qian.get(f"/roles/{cast.qian.id}").get_data(as_text=True)
    assert [f.get("method") for f in tree(body).iter("form") if "roles" in (f.get("action") or "")] == []
    assert qian.post(f"/roles/{cast.qian.id}", data={"role": "hr", "unit": cast.city.id}).status_code == 403


def test_the_holders_of_a_role_can_be_listed(qian, cast):
    page = tree(qian.get("/roles?role=hr").get_data(as_text=True))
    assert [words(th) for th in page.iter("th") if th.get("scope") == "row"] == ["E005", "E006"]
    assert qian.get("/roles?role=root").status_code == 400


def test_my_account_shows_me_and_where_i_am_signed_in(client_of, cast):
    client_of(cast.wang)
    other, mine = client_of(cast.lin), client_of(cast.lin)
    page = mine.get("/me").get_data(as_text=True)
    assert (page.count("127.0.0.1"), page.count("本机"), page.count("未知浏览器")) == (2, 1, 2)
    assert mine.post("/me/sign-ins").status_code == 303
    assert (mine.get("/me").status_code, other.get("/me").status_code) == (200, 302)


def test_the_language_of_the_account_is_kept(client_of, cast, db):
    lin = client_of(cast.lin)
    assert lin.post("/me/language", data={"language": "en"}).status_code == 303
    assert kept(db, "E001").language == "en"
    assert "My account" in lin.get("/me").get_data(as_text=True)
    assert lin.post("/me/language", data={"language": "fr"}).status_code == 400


def test_a_token_needs_the_password_and_is_shown_once(client_of, cast, db, with_password):
    with_password(cast.lin)
    lin, data = client_of(cast.lin), {"name": "程序", "days": "30"}
    assert lin.post("/me/tokens", data={**data, "password": "wrong"}).status_code == 400
    assert lin.post("/me/tokens", data={**data, "days": "x", "password": PASSWORD}).status_code == 400
    token = shown(lin.post("/me/tokens", data={**data, "password": PASSWORD}), "token")
    assert token not in lin.get("/me").get_data(as_text=True)
    answer = client_of(None).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.get_json() == {"login": "E001", "name": "林晓", "unit": "市教育局", "roles": ["trainee"]}


def test_a_revoked_token_is_not_valid(client_of, cast, db, now):
    with db.transaction() as session:
        token = tokens.create(session, cast.lin, "程序", 30, now)
        number = session.scalars(select(AccessToken.id)).one()
    assert client_of(cast.wang).post(f"/me/tokens/{number}/revocation").status_code == 404
    assert client_of(cast.lin).post(f"/me/tokens/{number}/revocation").status_code == 303
    answer = client_of(None).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def test_the_trail_is_read_by_filter_and_its_details_are_text(client_of, cast, db, now):
    with db.transaction() as session:
        named = "<script>alert(1)</script>"
        audit.record(session, "bank.picture", "picture:1", cast.lin.id, now, name=named)
    body = client_of(cast.sun).get("/audit?login=E001&action=bank.").get_data(as_text=True)
    rows = [words(th) for th in tree(body).iter("th") if th.get("scope") == "row"]
    assert len(rows) == 1
    assert "<script>alert" not in body
    assert faults(body) == []


@pytest.mark.parametrize("query", ["since=2026-13-01", "since=9999-12-31", "until=0001-01-01", "since=x"])
def test_a_day_that_is_none_is_refused(client_of, cast, query):
    answer = client_of(cast.sun).get(f"/audit?{query}")
    assert (answer.status_code, faults(answer.get_data(as_text=True))) == (400, [])


def test_days_are_those_of_beijing(client_of, cast, db, now):
    midnight = now.replace(hour=16, minute=0)  # 00:00 of the 24th in Beijing
    for number, late in enumerate((-1, 0)):
        with db.transaction() as session:
            audit.record(session, "bank.comment", f"item:{number}", None, midnight + timedelta(seconds=late))
    sun = client_of(cast.sun)
    for day, thing in (("2026-11-23", "试题 0"), ("2026-11-24", "试题 1")):
        body = sun.get(f"/audit?action=bank.&since={day}&until={day}").get_data(as_text=True)
        assert re.findall("<td>(试题 [0-9])</td>", body) == [thing]


def test_verifying_the_trail_reports_the_outcome_and_is_recorded(client_of, cast, db):
    sun = client_of(cast.sun)
    with db.read() as session:
        count, head = audit.verify(session)
    answer = sun.post("/audit/verification")
    assert head in answer.get_data(as_text=True)
    assert actions(db)[-1] == "audit.verify"
    assert sun.post("/audit/verification", data={"seq": count, "hash": head}).status_code == 200
    assert sun.post("/audit/verification", data={"seq": count, "hash": "no"}).status_code == 400
    body = sun.post("/audit/verification", data={"seq": count, "hash": "0" * 64}).get_data(as_text=True)
    assert ("日志被改动" in body, faults(body)) == (True, [])


@pytest.mark.parametrize("path", ["/people/{}", "/roles/{}"])
def test_people_of_other_units_do_not_exist(client_of, cast, db, now, path):
    role = Role.SYSADMIN if "people" in path else Role.SECADMIN
    with db.transaction() as session:
        roles.grant(session, session.get_one(Person, cast.wai.id), role, cast.education, None, now)
    wai = client_of(cast.wai)
    assert wai.get(path.format(cast.lin.id)).status_code == 200
    assert wai.get(path.format(cast.luo.id)).status_code == 404
    assert wai.post(path.format(cast.luo.id), data={"role": "hr", "name": "x"}).status_code == 404
