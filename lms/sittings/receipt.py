"""The receipt: a code over everything that was sealed, which anybody can compute again.

The code is the SHA-256 of the sealed document as canonical JSON (UTF-8, keys sorted, no spaces).
People read its first 125 bits in five groups of five letters and digits. The document names the
newest event of the audit trail before it, and the trail names the receipt in turn: neither can
be replaced without the other. static/wuneng_verify.py checks both without this system.
"""

import json
from hashlib import sha256
from typing import Any

from lms.platform.clock import iso
from lms.sittings import messages
from lms.sittings.find import CurrentAnswers, SittingView

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are easily misread."""


def sealed_document(sitting: SittingView, current: CurrentAnswers) -> dict[str, Any]:
    """Return what is sealed: who sat which exam version when, every position with its answer, and the
    head of the audit trail. Without it, for sittings that were sealed before it became part of the seal."""
    sealed = {
        "sitting": sitting.id,
        "exam": {"slug": sitting.exam_slug, "version": sitting.exam_number, "hash": sitting.exam_hash},
        "person": sitting.person_id,
        "attempt": sitting.attempt,
        "state": sitting.state,
        "started_at": iso(sitting.started_at),
        "deadline": iso(sitting.deadline),
        "ended_at": iso(sitting.end),
        "answers": [
            {
                "position": position.number,
                "item_version": position.version_id,
                "seq": answer.seq if (answer := current.answers.get(position.number)) else None,
                "response": answer.response if answer else {},
            }
            for position in sitting.paper
        ],
    }
    if sitting.audit_head is not None:
        seq, hash = sitting.audit_head
        sealed["audit"] = {"seq": seq, "hash": hash}
    return sealed


def receipt_file(sitting: SittingView, current: CurrentAnswers) -> dict[str, Any]:
    """Return what the candidate of a sealed sitting downloads: the code, its digest and what was sealed."""
    sealed = sealed_document(sitting, current)
    return {"receipt": receipt_code(sitting.receipt), "sha256": sitting.receipt, "sealed": sealed}


def must_be_sealed(sitting: SittingView) -> None:
    """Raise Refused unless the sitting is sealed."""
    if not sitting.receipt:
        raise messages.sitting_not_sealed()


def seal_hash(sealed: dict[str, Any]) -> str:
    """Return the SHA-256 of a sealed document, in hex."""
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def receipt_code(hash: str) -> str:
    """Return the code that people read, such as "7K3QX-0M2RA-9V5TC-HJ8DE-1NPWZ"."""
    bits = int(hash, 16) >> (256 - 125)
    code = "".join(_LETTERS[(bits >> (5 * index)) & 31] for index in reversed(range(25)))
    return "-".join(code[start : start + 5] for start in range(0, 25, 5))
