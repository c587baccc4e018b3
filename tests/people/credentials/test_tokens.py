"""Personal access tokens."""

import pytest
from sqlalchemy import select

from lms.domain.problem import Refused
from lms.people.credentials import sign_in, tokens
from lms.people.models import AccessToken

pytestmark = pytest.mark.both_engines


def made(db, actor, now, name="program", days=30) -> str:
    with db.transaction() as session:
        return tokens.create(session, actor, name, days, now)


def test_a_token_is_its_owner_until_its_last_day(db, cast, time):
    token = made(db, cast.lin, time.now, days=30)
    with db.read() as session:
        assert sign_in.actor_by_token(session, token, time.now) == cast.lin
        assert sign_in.actor_by_token(session, token, time.pass_(days=29, hours=23)) == cast.lin
        assert sign_in.actor_by_token(session, token, time.pass_(hours=1)) is None


def test_only_its_digest_is_kept(db, cast, now):
    token = made(db, cast.lin, now)
    assert (token[:3], len(token)) == ("wn_", 46)
    with db.read() as session:
        kept = session.scalars(select(AccessToken)).one()
        assert kept.token_hash == sign_in.hash_token(token)
        assert sign_in.actor_by_token(session, kept.token_hash, now) is None
        assert sign_in.actor_by_cookie(session, token, now) is None


@pytest.mark.parametrize(
    ("name", "days", "wrong"), [("", 30, ["name"]), ("x" * 81, 0, ["name", "days"]), ("x", 367, ["days"])]
)
def test_a_token_has_a_purpose_and_an_end(db, cast, now, name, days, wrong):
    with pytest.raises(Refused) as refused:
        made(db, cast.lin, now, name, days)
    assert [p.where.in_("zh") for p in refused.value.problems] == wrong


def test_twenty_at_a_time_are_enough(db, cast, time):
    for _ in range(tokens.MOST_PER_PERSON):
        made(db, cast.lin, time.now, days=1)
    with pytest.raises(Refused) as refused:
        made(db, cast.lin, time.now)
    assert refused.value.code == "token.many"
    made(db, cast.lin, time.pass_(days=2))


def test_a_revoked_token_is_not_valid(db, cast, now):
    token, other = made(db, cast.lin, now), made(db, cast.lin, now, "other")
    with db.transaction() as session:
        newest = tokens.tokens_of(session, cast.lin, now)
        assert [t.name for t in newest] == ["other", "program"]
        tokens.revoke(session, cast.lin, newest[1].id, now)
    with db.read() as session:
        assert sign_in.actor_by_token(session, token, now) is None
        assert sign_in.actor_by_token(session, other, now) == cast.lin


def test_somebody_elses_token_cannot_be_revoked(db, cast, now):
    made(db, cast.lin, now)
    with db.write() as session:
        of_lin = tokens.tokens_of(session, cast.lin, now)[0].id
        assert tokens.tokens_of(session, cast.wang, now) == []
        with pytest.raises(Refused) as refused:
            tokens.revoke(session, cast.wang, of_lin, now)
    assert refused.value.code == "not_found"
