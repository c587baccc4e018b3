"""The receipt: a code over everything that was sealed, which the candidate can compute again.

The code is the SHA-256 of the sealed document as canonical JSON (UTF-8, keys sorted, no blanks).
People read its first 125 bits in five groups of five letters and digits. The document names the
newest event of the audit trail before it, and the trail names the receipt in its turn: neither can
be made anew without the other. static/wuneng_verify.py checks both without us.
"""

import json
from hashlib import sha256
from typing import Any

from lms.domain.problem import Refused, Text
from lms.platform.clock import iso
from lms.sittings.find import CurrentAnswers, SittingView

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody misreads a code."""


def document(held: SittingView, current: CurrentAnswers) -> dict[str, Any]:
    """What is sealed: who sat which exam version when, every position with its answer, and the audit
    trail up to then. What was sealed before the trail was part of it is made again as it was."""
    sealed = {
        "sitting": held.id,
        "exam": {"slug": held.exam_slug, "version": held.exam_number, "hash": held.exam_hash},
        "person": held.person_id,
        "attempt": held.attempt,
        "state": held.state,
        "started_at": iso(held.started_at),
        "deadline": iso(held.deadline),
        "ended_at": iso(held.end),
        "answers": [
            {
                "position": position.number,
                "item_version": position.version_id,
                "seq": answer.seq if (answer := current.answers.get(position.number)) else None,
                "response": answer.response if answer else {},
            }
            for position in held.paper
        ],
    }
    if held.audit_head is not None:
        seq, hash = held.audit_head
        sealed["audit"] = {"seq": seq, "hash": hash}
    return sealed


def proof(held: SittingView, current: CurrentAnswers) -> dict[str, Any]:
    """What the owner of a sealed sitting downloads: the code, its digest and what was sealed."""
    sealed = document(held, current)
    return {"receipt": grouped(held.receipt), "sha256": held.receipt, "sealed": sealed}


def must_be_sealed(held: SittingView) -> None:
    """Refuse what only a sealed sitting has."""
    if not held.receipt:
        raise Refused(
            "sitting.not_sealed",
            Text("还没有交卷，没有回执", "It has not been handed in: there is no receipt yet"),
            Text("交卷后再来下载", "Come back when it has been"),
        )


def seal(sealed: dict[str, Any]) -> str:
    """The SHA-256 of the document, in hex."""
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def grouped(hash: str) -> str:
    """ "7K3QX-…": the code for people."""
    bits = int(hash, 16) >> (256 - 125)
    code = "".join(_LETTERS[(bits >> (5 * place)) & 31] for place in reversed(range(25)))
    return "-".join(code[start : start + 5] for start in range(0, 25, 5))
