"""The tasks on the home pages of the three administrators."""

from sqlalchemy import text

from lms.people import totals


def titles(client, path="/"):
    return client.get(path).get_data(as_text=True)


def test_the_system_administrator_sees_how_many_accounts_there_are(client_of, cast, db):
    with db.transaction() as session:
        session.execute(text("UPDATE person SET state = 'disabled' WHERE id = :id"), {"id": cast.luo.id})
    with db.read() as session:
        assert totals.count_accounts(session, cast.an) == (12, 1)
        assert totals.count_accounts(session, cast.qian) == (0, 0)
    assert "在用账号 12 个，停用 1 个" in titles(client_of(cast.an))


def test_the_security_administrator_sees_who_has_no_role(client_of, cast, db):
    assert "1 人还没有角色" in titles(client_of(cast.qian))
    with db.transaction() as session:
        session.execute(text("UPDATE person SET state = 'disabled' WHERE id = :id"), {"id": cast.wai.id})
    assert "在用账号都已有角色" in titles(client_of(cast.qian))


def test_the_auditor_sees_when_the_trail_was_last_verified(client_of, cast):
    client = client_of(cast.sun)
    assert "还没有核验过" in titles(client)
    assert client.post("/audit/verification").status_code == 200
    assert "上次核验完好：2026-11-23" in titles(client)
    assert "核验审计日志" not in titles(client_of(cast.lin))
