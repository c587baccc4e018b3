"""Every address allows whom it declares, and nobody else; changes need the token of the page."""

import sqlite3

import pytest
from sqlalchemy import func, select

from lms.domain.access import POLICY, Role
from lms.people.models import Person, SignIn
from lms.platform.audit import AuditEvent
from lms.web.guard import OPEN, SIGNED_IN
from tests import make
from tests.repo.docs import access_of, methods_of
from tests.repo.world import HUGE

ROLES = [role.value for role in Role] + ["nobody", "stranger"]
WITHOUT_TOKEN = {"certificates.verify_file"}
"""Everybody can verify a file there, and nothing is written."""


def expected(access, role: str) -> str:
    """Return in, denied or sign in, according to the declaration of the route and the policy."""
    if access == OPEN:
        return "in"
    if role == "stranger":
        return "sign in"
    if access == SIGNED_IN:
        return "in"
    permissions = POLICY[Role(role)] if role in set(Role) else frozenset()
    return "in" if permissions & set(access) else "denied"


class Visitor:
    """Somebody who requests every address, and signs in again after one that signs them out."""

    def __init__(self, app, db, cast, now, role: str) -> None:
        self.app, self.db, self.now, self.role = app, db, now, role
        self.actor = None if role == "stranger" else cast.all()[role]
        self.client = make.client(app, db, self.actor, now)

    def request(self, method: str, address: str, **more):
        """Return the response and the outcome: in, denied, sign in, or broken."""
        if not self._still_signed_in():
            self.client = make.client(self.app, self.db, self.actor, self.now)
        before = self._count(AuditEvent.action == "access.denied")
        answer = self.client.open(address, method=method, **more)
        return answer, self._outcome(answer, self._count(AuditEvent.action == "access.denied") > before)

    def _outcome(self, answer, recorded: bool) -> str:
        if answer.status_code >= 500:
            return f"broken ({answer.status_code})"
        if recorded:
            return "denied" if answer.status_code == 403 else f"denied with {answer.status_code}"
        redirected = answer.status_code == 302 and answer.location.split("?")[0] == "/sign-in"
        refused = answer.status_code == 401 and answer.is_json
        return "sign in" if self.actor is None and (redirected or refused) else "in"

    def _still_signed_in(self) -> bool:
        return self.actor is None or self._count(SignIn.person_id == self.actor.id) > 0

    def _count(self, condition) -> int:
        with self.db.read() as session:
            return session.scalar(select(func.count()).where(condition))


@pytest.fixture
def visitor(app, db, cast, now):
    return lambda role: Visitor(app, db, cast, now, role)


def wrong_outcome(app, world, visitor: Visitor, rule, method: str) -> list[str]:
    """Return what is wrong with the outcome for this visitor at this address."""
    answer, outcome = visitor.request(method, world.address(app, rule))
    answer.close()
    right = expected(access_of(app, rule), visitor.role)
    return [] if outcome == right else [f"{method} {rule} as {visitor.role}: {outcome}, not {right}"]


def test_every_address_allows_and_refuses_as_it_declares(app, world, visitor):
    """Each address with one role for each outcome, and each declaration with every role: the guard is the same for all."""
    visitors, wrong, tried = {role: visitor(role) for role in ROLES}, [], set()
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule)
        for method in methods_of(rule):
            outcomes = set()
            for role in ROLES:
                outcome = expected(access, role)
                if outcome not in outcomes or (access, role) not in tried:
                    wrong += wrong_outcome(app, world, visitors[role], rule, method)
                outcomes.add(outcome)
                tried.add((access, role))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_address_allows_whom_it_declares(app, world, visitor, role):
    somebody = visitor(role)
    rules = [(rule, method) for rule in app.url_map.iter_rules() for method in methods_of(rule)]
    wrong = [line for rule, method in rules for line in wrong_outcome(app, world, somebody, rule, method)]
    assert wrong == [], "\n".join(wrong)


def test_the_policy_leaves_no_permission_to_everyone():
    assert all(
        expected((permission,), "nobody") == "denied"
        for permissions in POLICY.values()
        for permission in permissions
    )


def test_changes_are_refused_without_the_token_of_the_page(app, world, visitor):
    visitors, allowed = {}, set()
    for rule in app.url_map.iter_rules():
        for method in set(methods_of(rule)) - {"GET"}:
            role = next(r for r in ROLES if expected(access_of(app, rule), r) == "in")
            somebody = visitors.get(role) or visitors.setdefault(role, visitor(role))
            answer, _ = somebody.request(method, world.address(app, rule), headers={"X-CSRFToken": "forged"})
            if answer.status_code != 403:
                allowed.add(rule.endpoint)
    assert allowed == WITHOUT_TOKEN


@pytest.mark.slow
@pytest.mark.both_engines
def test_no_number_or_word_in_an_address_breaks_anything(app, db, cast, world, now):
    broken = []
    for rule in app.url_map.iter_rules():
        role = next(r for r in ROLES if expected(access_of(app, rule), r) == "in")
        client = make.client(app, db, cast.all()[role], now)
        for address in _odd(app, world, rule):
            for method in methods_of(rule):
                with client.open(address, method=method) as answer:
                    if answer.status_code >= 500:
                        broken.append(f"{method} {address}: {answer.status_code}")
    assert broken == [], "\n".join(broken)


def _odd(app, world, rule) -> list[str]:
    """Return the address with huge numbers, odd words and odd query parameters."""
    right = world.address(app, rule)
    names = (
        "q unit state after before cursor since until role login action object course page from to lang2 kind"
    )
    odd = [
        right + "?" + "&".join(f"{name}={value}" for name in names.split())
        for value in ("%00", HUGE, "-1", "x'%22<")
    ]
    for word in (HUGE, "%00", "..%2F..%2Fx", "%F0%A0%AE%B7", "x" * 3000):
        address = "".join(word if dynamic else part for dynamic, part in rule._trace if part != "|")
        if rule.arguments:
            odd.append("/" + address.lstrip("/"))
    return odd


@pytest.fixture
def version(data_dir):
    """Returns a number that changes whenever another connection has written to the database."""
    connection = sqlite3.connect(data_dir / "wuneng.sqlite3")
    yield lambda: connection.execute("PRAGMA data_version").fetchone()[0]
    connection.close()


@pytest.mark.parametrize("roles", [ROLES, *(pytest.param([role], marks=pytest.mark.long) for role in ROLES)])
def test_a_get_never_writes(app, db, cast, world, visitor, version, now, roles):
    """Each address with the first of these roles that may use it."""
    visitors, wrote = {role: visitor(role).client for role in roles}, []
    for rule in app.url_map.iter_rules():
        role = next((r for r in roles if expected(access_of(app, rule), r) == "in"), None)
        if "GET" in rule.methods and role is not None:
            before = version()
            visitors[role].get(world.address(app, rule)).close()
            if version() != before:
                wrote.append(rule.rule)
    assert wrote == [], "\n".join(wrote)


def test_every_page_can_be_reached_by_somebody(app, world, visitor):
    visitors, unreached = {role: visitor(role) for role in ROLES}, []
    for rule in app.url_map.iter_rules():
        statuses = set()
        for role in ROLES if "GET" in rule.methods else ():
            if expected(access_of(app, rule), role) == "in" and not statuses & {200, 302, 303}:
                with visitors[role].request("GET", world.address(app, rule))[0] as answer:
                    statuses.add(answer.status_code)
        if statuses and not statuses & {200, 302, 303}:
            unreached.append(f"{rule} {sorted(statuses)}")
    assert unreached == [], "\n".join(unreached)


OWN = ("sitting_id", "job_id", "drawing_id", "token_id")


def test_what_belongs_to_one_person_does_not_exist_for_another(app, db, cast, world, now):
    """The same role, the same unit: 王 asks for what is 林's; 吴, HR of a bureau, for what is 何's."""
    found = []
    for rule in app.url_map.iter_rules():
        private = [name for name in rule.arguments if name in OWN]
        if not private:
            continue
        other = cast.wu if {"job_id", "drawing_id"} & {*private} else cast.wang
        client = make.client(app, db, other, now)
        for method in methods_of(rule):
            body = {"json": {}} if rule.rule.startswith("/api/") and method != "GET" else {}
            status = client.open(world.address(app, rule), method=method, **body).status_code
            if status not in (400, 404):  # 400: the body was read before anything was looked up
                found.append(f"{method} {rule}: {status}")
    assert found == [], "\n".join(found)


def test_a_withdrawn_role_ends_with_the_next_request(app, db, cast, world, now):
    client = make.client(app, db, cast.he, now)
    assert client.get("/records").status_code == 200
    with db.transaction() as session:
        for grant in session.get_one(Person, cast.he.id).grants:
            session.delete(grant)
    assert client.get("/records").status_code == 403
