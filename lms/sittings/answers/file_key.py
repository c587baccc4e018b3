"""The key of a sitting, with which its page encrypts drafts and answer files; no browser ever stores it."""

import hmac

_SITTING = b"wuneng/delivery/sitting/1/"
_INSTALLATION = b"wuneng/delivery/installation/1"


def sitting_key(secret: str, sitting_id: int) -> bytes:
    """Return 32 bytes, derived from the installation's secret and stored nowhere."""
    return hmac.digest(secret.encode(), _SITTING + str(sitting_id).encode(), "sha256")


def installation_id(secret: str) -> str:
    """Return a name of this installation for files that leave it; it reveals nothing of the secret."""
    return hmac.digest(secret.encode(), _INSTALLATION, "sha256")[:8].hex()
