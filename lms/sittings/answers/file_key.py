"""The key of a sitting, with which its page keeps drafts and answer files; no browser ever stores it."""

import hmac

_SITTING = b"wuneng/delivery/sitting/1/"
_INSTALLATION = b"wuneng/delivery/installation/1"


def key_of(secret: str, sitting_id: int) -> bytes:
    """32 bytes that follow from the installation's secret; nobody keeps them."""
    return hmac.digest(secret.encode(), _SITTING + str(sitting_id).encode(), "sha256")


def installation_id(secret: str) -> str:
    """Which installation it is, for files that wander; it says nothing of the secret."""
    return hmac.digest(secret.encode(), _INSTALLATION, "sha256")[:8].hex()
