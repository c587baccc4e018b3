"""Hash and check passwords: Argon2id at OWASP's minimum, never more at once than the machine has cores."""

import os
import secrets
import threading
from base64 import b64encode

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from lms.people.credentials import messages

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, type=Type.ID)
_slots = threading.BoundedSemaphore(os.cpu_count() or 1)
SHORTEST = 10
LONGEST = 128
"""Characters."""


def _random_hash() -> str:
    salt, hashed = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (16, 32))
    return f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${salt}${hashed}"


_HASH_OF_NOBODY = _random_hash()
"""The hash of no password: comparing with it takes as long as with a real one."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def check_new(password: str, login: str, name: str) -> None:
    """Raise Refused if it is too short, too long, or contains the person's name or number (NIST SP 800-63B-4)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise messages.password_length(SHORTEST, LONGEST)
    lowered = password.lower()
    if (
        len(set(password)) < 5
        or (len(login) > 2 and login.lower() in lowered)
        or (len(name) > 1 and name.lower() in lowered)
    ):
        raise messages.password_guessable()


def hash_password(password: str) -> str:
    """Return the Argon2id string to store."""
    with _slots:
        return _hasher.hash(password)


def verify(password: str, password_hash: str) -> bool:
    """Return whether it is the password. Takes as long for an empty hash, that of somebody who does not exist."""
    with _slots:
        try:
            return _hasher.verify(password_hash or _HASH_OF_NOBODY, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def random_password() -> str:
    """Return 15 random characters without look-alikes, about 74 bits."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3)]
    return "-".join(groups)
