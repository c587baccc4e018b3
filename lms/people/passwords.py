"""Passwords: Argon2id at OWASP's minimum, never more at once than the machine has cores."""

import os
import secrets
import threading
from base64 import b64encode

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from lms.domain.problem import Refused, Text

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_slots = threading.BoundedSemaphore(os.cpu_count() or 1)
LEAST, MOST = 10, 128


def _made_up() -> str:
    salt, hashed = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (16, 32))
    return f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${salt}${hashed}"


_NOBODY = _made_up()
"""The hash of no password: comparing with it costs what comparing with a real one costs."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def check_new(password: str, login: str, name: str) -> None:
    """Refuse what is too short, too long, or made of the person's own name or number (NIST SP 800-63B-4)."""
    if not LEAST <= len(password) <= MOST:
        raise _weak(f"长度须在 {LEAST} 到 {MOST} 个字符之间", f"It needs {LEAST} to {MOST} characters")
    low = password.lower()
    if (
        len(set(password)) < 5
        or (len(login) > 2 and login.lower() in low)
        or (len(name) > 1 and name.lower() in low)
    ):
        raise _weak(
            "不能含工号、姓名，也不能只有几个重复字符",
            "It may not hold your number or name, or repeat a few characters",
        )


def _weak(zh: str, en: str) -> Refused:
    return Refused(
        "password.weak", Text("新密码不合要求", "This password will not do"), Text(zh, en), status=400
    )


def hash_password(password: str) -> str:
    """The Argon2id string to keep."""
    with _slots:
        return _hasher.hash(password)


def verify(password: str, kept: str) -> bool:
    """Whether it is the password. Takes as long for somebody who does not exist."""
    with _slots:
        try:
            return _hasher.verify(kept or _NOBODY, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def random_password() -> str:
    """One to print once: 15 characters without look-alikes, about 74 bits."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3)]
    return "-".join(groups)
