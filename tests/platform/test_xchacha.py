"""Decrypting what pages encrypted: by the vectors of the draft, and only with the right key and associated data."""

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from lms.platform.xchacha import subkey, unseal

KEY = bytes(range(0x80, 0xA0))
NONCE = bytes(range(0x40, 0x58))
ABOUT = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
PLAIN = (
    b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    b"sunscreen would be it."
)
SEALED = bytes.fromhex(
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
    "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
    "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
    "21f9664c97637da9768812f615c68b13b52e"
    "c0875924c1c7987947deafd8780acf49"
)
"""draft-irtf-cfrg-xchacha-03, A.3.1."""


def test_a_subkey_is_that_of_the_draft():
    start = bytes.fromhex("000000090000004a0000000031415927")
    wanted = "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    assert subkey(bytes(range(32)), start).hex() == wanted


def test_the_sealed_words_of_the_draft_open():
    assert unseal(KEY, NONCE + SEALED, ABOUT) == PLAIN


def test_one_changed_bit_anywhere_returns_none():
    box = NONCE + SEALED
    spoiled = [box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :] for at in range(len(box))]
    assert {unseal(KEY, one, ABOUT) for one in spoiled} == {None}
    assert unseal(KEY, box, ABOUT + b".") is None
    assert unseal(bytes(32), box, ABOUT) is None
    assert {unseal(KEY, box[:length], ABOUT) for length in (0, 10, 24, 39, 40, len(box) - 1)} == {None}


def test_nothing_sealed_is_not_nothing():
    empty = ChaCha20Poly1305(subkey(KEY, NONCE[:16])).encrypt(bytes(4) + NONCE[16:], b"", b"")
    assert unseal(KEY, NONCE + empty, b"") == b""
