"""What a password must be, and how it is stored."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

from lms.domain.problem import Refused
from lms.people.credentials import passwords


@pytest.mark.parametrize(
    "weak", ["short", "x" * 129, "aaaabbbbaaaa", "my-e001-rocks", "林晓的长长长密码口令"]
)
def test_a_weak_password_is_refused(weak):
    with pytest.raises(Refused) as refused:
        passwords.check_new(weak, "E001", "林晓")
    assert refused.value.code == "password.weak"


@pytest.mark.parametrize("good", ["correct-horse-7", "用四个不相干的词语组成口令", "x" * 120 + "abcdefgh"])
def test_a_long_one_needs_no_digits_or_signs(good):
    passwords.check_new(good, "E001", "林晓")


def test_a_hash_is_of_its_password_alone():
    kept = passwords.hash_password("correct-horse-7")
    assert passwords.verify("correct-horse-7", kept)
    assert not passwords.verify("correct-horse-8", kept)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_empty_password_is_never_right():
    assert not passwords.verify("", "")
    assert not passwords.verify("anything", "not a hash")


def test_random_passwords_differ_and_pass_the_rules():
    made = {passwords.random_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        passwords.check_new(password, "E001", "林晓")


def test_no_more_are_hashed_at_once_than_there_are_cores(monkeypatch):
    running, most, lock = 0, 0, threading.Lock()
    right = PasswordHasher.verify

    def watched(self, kept, password):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return right(self, kept, password)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(lambda _: passwords.verify("wrong", ""), range(24)))
    assert 1 <= most <= (os.cpu_count() or 1)
