"""Decrypt what a page encrypted with XChaCha20-Poly1305, by ChaCha20-Poly1305 (RFC 8439) of `cryptography`."""

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_NONCE, _TAG = 24, 16
_CONSTANTS = struct.unpack("<4I", b"expand 32-byte k")


def unseal(key: bytes, box: bytes, about: bytes) -> bytes | None:
    """Decrypt a box (nonce, then the sealed bytes). Return None if key, box or associated data `about` are wrong."""
    nonce, sealed = box[:_NONCE], box[_NONCE:]
    if len(sealed) < _TAG:
        return None
    try:
        return ChaCha20Poly1305(subkey(key, nonce[:16])).decrypt(bytes(4) + nonce[16:], sealed, about)
    except InvalidTag:
        return None


def subkey(key: bytes, start: bytes) -> bytes:
    """Return HChaCha20 (draft-irtf-cfrg-xchacha, 2.2): a block of ChaCha20 whose last addition is undone."""
    block = Cipher(algorithms.ChaCha20(key, start), mode=None).encryptor().update(bytes(64))
    words = struct.unpack("<16I", block)
    added = _CONSTANTS + struct.unpack("<4I", start)
    mixed = [(word - more) & 0xFFFFFFFF for word, more in zip(words[:4] + words[12:], added, strict=True)]
    return struct.pack("<8I", *mixed)
