"""Every page that anybody can reach: valid HTML in both languages, with the security headers."""

import pytest

from tests import make
from tests.repo.docs import access_of
from tests.repo.test_access import ROLES, expected
from tests.web.faults import faults

ALWAYS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
KEPT = {"static_of", "catalog.course_file"}
"""Endpoints whose responses browsers may cache."""


def reachable(app, role):
    """Yield the rules whose pages this role may open."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and expected(access_of(app, rule), role) == "in":
            yield rule


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_whole(app, db, cast, world, now, role, language):
    actor = None if role == "stranger" else cast.all()[role]
    client, found = make.client(app, db, actor, now, language), {}
    for rule in reachable(app, role):
        address = world.address(app, rule)
        answer = client.get(address)
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
            wrong = faults(answer.get_data(as_text=True))
        else:
            wrong = []
        if answer.status_code >= 500:
            wrong = [f"status {answer.status_code}"]
        answer.close()
        if wrong:
            found[f"{address} {answer.status_code}"] = wrong
    assert found == {}, "\n".join(f"{where}: {wrong}" for where, wrong in found.items())


@pytest.mark.parametrize("role", ["trainee", "trainer", "hr", "sysadmin", "auditor", "stranger"])
def test_every_answer_carries_the_headers(app, db, cast, world, now, role):
    actor = None if role == "stranger" else cast.all()[role]
    client, bare = make.client(app, db, actor, now), {}
    for rule in app.url_map.iter_rules():
        with client.get(world.address(app, rule)) as answer:
            has = {name: answer.headers.get(name) for name in ALWAYS}
            policy = answer.headers.get("Content-Security-Policy", "")
            kept = answer.headers.get("Cache-Control") != "no-store" and rule.endpoint not in KEPT
            loose = (
                "unsafe-eval" in policy
                or "default-src" not in policy
                or "unsafe-inline" in policy.split("script-src")[-1].split(";")[0]
            )
        if has != ALWAYS or kept or loose:
            bare[rule.rule] = dict(answer.headers)
    assert bare == {}
