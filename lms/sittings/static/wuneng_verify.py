"""Checks receipts and the audit trail of 五能 Wuneng 核对交卷回执和审计日志.

    python3 wuneng_verify.py receipt-12.json
    python3 wuneng_verify.py receipt-12.json receipt-13.json --trail audit.jsonl
    python3 wuneng_verify.py --trail audit.jsonl --checkpoint checkpoint.json

It needs Python 3.8 or later and nothing else: no network, no database, nothing of Wuneng. The receipt
comes from the page of the receipt, the trail from `lms audit export`, the checkpoint from `lms audit
checkpoint`. It exits with 0 if everything holds, with 1 if anything does not, with 2 if asked wrongly.

What it computes, so that anybody can write it again:

- canonical JSON: UTF-8, names sorted, no blanks, no escapes but those that JSON demands;
- `sha256` of a receipt: SHA-256 of the canonical JSON of its `sealed`. Its code: the first 125 bits in
  base 32 of Crockford's letters, in five groups of five;
- `hash` of an event of the trail: SHA-256 of a zero byte, the 32 bytes of `prev_hash`, and the canonical
  JSON of its other fields. The first `prev_hash` is 64 zeros; numbers run 1, 2, 3, … without a gap;
- `sealed.audit` names an event that was there before the seal; a later event about the sitting,
  `delivery.<state>`, has the receipt's `sha256` in its `detail`. Where late answers were accepted
  afterwards, `delivery.accepted` names the receipt of the answers with them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from typing import Any

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GENESIS = "0" * 64
FIELDS = {"seq", "at", "actor_id", "action", "object", "outcome", "ip", "request_id", "detail"}
LINKS = {"prev_hash", "hash"}
ANEW = "（此后采纳逾时答案，另行封存 sealed anew later, with late answers）"
OLD = "（旧式回执，未含审计链 of the old form, without the trail）"


class Wrong(Exception):
    """What does not hold, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")


def main(argv: list[str] | None = None) -> int:
    """Check what was asked; 0 if all of it holds."""
    args = asked(argv)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    holds = []
    sealed: dict[str, dict[str, Any]] = {}
    trail = None
    for path in args.receipts:
        try:
            sealed[path] = read_receipt(path)
        except Wrong as wrong:
            holds.append(tell(False, path, str(wrong)))
    if args.trail:
        try:
            trail = Trail(args.trail, list(sealed.values()), args.checkpoint)
            holds.append(tell(True, args.trail, f"{trail.count} 条 events, {trail.last}"))
        except Wrong as wrong:
            holds.append(tell(False, args.trail, str(wrong)))
    for path, receipt in sealed.items():
        try:
            more = trail.must_vouch(receipt) if trail else ""
            more += "" if "audit" in receipt["sealed"] else OLD
            holds.append(tell(True, path, receipt["receipt"] + more))
        except Wrong as wrong:
            holds.append(tell(False, path, str(wrong)))
    return 0 if all(holds) else 1


def asked(argv: list[str] | None) -> argparse.Namespace:
    """What stands on the command line."""
    parser = argparse.ArgumentParser(
        description="核对回执和审计日志。Checks receipts and the audit trail of Wuneng."
    )
    parser.add_argument("receipts", nargs="*", metavar="RECEIPT.json", help="下载的封存答卷 sealed papers")
    parser.add_argument("--trail", metavar="AUDIT.jsonl", help="lms audit export 的文件 its file")
    parser.add_argument(
        "--checkpoint", metavar="FILE", help="lms audit checkpoint 的文件 its file, kept elsewhere"
    )
    args = parser.parse_args(argv)
    if not (args.receipts or args.trail) or (args.checkpoint and not args.trail):
        parser.error("请给出回执文件或 --trail。Name a receipt or --trail.")
    return args


def tell(holds: bool, path: str, words: str) -> bool:
    """One line for one file."""
    print(f"{'一致 HOLDS ' if holds else '不符 BROKEN'} {path}: {words}")
    return holds


def read_receipt(path: str) -> dict[str, Any]:
    """{"receipt", "sha256", "sealed"} of a file whose code and digest follow from what was sealed."""
    found = read(path)
    if not isinstance(found, dict) or set(found) != {"receipt", "sha256", "sealed"}:
        raise Wrong("不是回执文件", "is no receipt: it must have receipt, sha256 and sealed")
    if not isinstance(found["sealed"], dict):
        raise Wrong("sealed 应是一个对象", "sealed must be an object")
    digest = hashlib.sha256(canonical(found["sealed"])).hexdigest()
    if found["sha256"] != digest:
        raise Wrong(
            "封存内容与 SHA-256 不符，内容被改动",
            f"what was sealed has another SHA-256, {digest}: it was changed",
        )
    if found["receipt"] != code_of(digest):
        raise Wrong("回执码与封存内容不符", f"another code follows from what was sealed: {code_of(digest)}")
    return found


def code_of(digest: str) -> str:
    """ "7K3QX-…": the code that people read."""
    bits = int(digest, 16) >> (256 - 125)
    code = "".join(LETTERS[(bits >> (5 * place)) & 31] for place in reversed(range(25)))
    return "-".join(code[start : start + 5] for start in range(0, 25, 5))


class Trail:
    """The audit trail, gone through once: it holds, and what it says of the receipts is remembered."""

    def __init__(self, path: str, receipts: Any, checkpoint: str | None) -> None:
        self.count, self.last = 0, GENESIS
        heads = [receipt["sealed"].get("audit") for receipt in receipts]
        wanted = {
            head["seq"] for head in heads if isinstance(head, dict) and isinstance(head.get("seq"), int)
        }
        filed = read_checkpoint(checkpoint) if checkpoint else None
        self.hashes = {0: GENESIS}
        self.seals: dict[str, list[dict[str, Any]]] = {}
        objects = {f"sitting:{receipt['sealed'].get('sitting')}" for receipt in receipts}
        for event in self._events(path):
            if event["seq"] in wanted or (filed and event["seq"] == filed[0]):
                self.hashes[event["seq"]] = event["hash"]
            if event["object"] in objects and "receipt" in event["detail"]:
                self.seals.setdefault(event["object"], []).append(event)
        if filed and self.hashes.get(filed[0]) != filed[1]:
            raise Wrong(
                f"与检查点（第 {filed[0]} 条）不符，日志被截断或重写",
                f"the checkpoint of event {filed[0]} does not stand in it: it was cut or written anew",
            )

    def _events(self, path: str) -> Any:
        try:
            with open(path, encoding="utf-8-sig") as lines:
                for line in lines:
                    yield self._next(line)
        except (OSError, UnicodeDecodeError) as error:
            raise Wrong("读不了", f"cannot be read: {error}") from None

    def _next(self, line: str) -> dict[str, Any]:
        here = self.count + 1
        event = parse(line, f"第 {here} 条 event {here}: ")
        if (
            not isinstance(event, dict)
            or set(event) != FIELDS | LINKS
            or not isinstance(event["detail"], dict)
        ):
            raise Wrong(f"第 {here} 条不是审计记录", f"line {here} is no event of the trail")
        if event["seq"] != here:
            raise Wrong(
                f"缺第 {here} 条，或编号被改动", f"event {here} is missing, or its number was changed"
            )
        body = canonical({name: event[name] for name in FIELDS})
        digest = hashlib.sha256(b"\x00" + bytes.fromhex(self.last) + body).hexdigest()
        if event["prev_hash"] != self.last or event["hash"] != digest:
            raise Wrong(f"第 {here} 条被改动", f"event {here} was changed")
        self.count, self.last = here, digest
        return event

    def must_vouch(self, receipt: dict[str, Any]) -> str:
        """Raise Wrong unless the head that was sealed stands in the trail, and the trail names this receipt.

        Says so if the answers were sealed anew later, when late ones were accepted.
        """
        sealed = receipt["sealed"]
        head = sealed.get("audit", {"seq": 0, "hash": GENESIS})
        seq, hash = (head.get("seq"), head.get("hash")) if isinstance(head, dict) else (None, None)
        if not isinstance(seq, int) or seq not in self.hashes or self.hashes[seq] != hash:
            raise Wrong(
                "回执所记的审计链位置不在日志中",
                "the event that the receipt names does not stand in the trail",
            )
        seals = self.seals.get(f"sitting:{sealed.get('sitting')}", [])
        ours = [event for event in seals if event["detail"]["receipt"] == receipt["sha256"]]
        if len(ours) != 1:
            raise Wrong("日志中没有这份回执的封存记录", "the trail does not say that this receipt was sealed")
        seals_as = (f"delivery.{sealed.get('state')}", "delivery.accepted")
        if ours[0]["seq"] <= seq or ours[0]["action"] not in seals_as:
            raise Wrong("日志中的封存记录与回执不符", "the trail tells of another seal than the receipt")
        return "" if ours[0] is seals[-1] else ANEW


def read_checkpoint(path: str) -> tuple[int, str]:
    """(seq, hash) that was put away elsewhere."""
    found = read(path)
    try:
        return int(found["seq"]), str(found["hash"])
    except (KeyError, TypeError, ValueError):
        raise Wrong(f"{path} 不是检查点", f"{path} is no checkpoint") from None


def read(path: str) -> Any:
    """The JSON of a file."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return parse(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong("读不了", f"cannot be read: {error}") from None


def parse(text: str, where: str = "") -> Any:
    """JSON without names that stand twice and without NaN: what two readers could read differently."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a name stands there twice")
        return dict(pairs)

    def never(name: str) -> Any:
        raise ValueError(f"{name} is no number")

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=never)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{where}不是规范的 JSON", f"{where}is no proper JSON: {error}") from None


def canonical(value: Any) -> bytes:
    """The one way to write it down."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except ValueError as error:  # half a surrogate pair
        raise Wrong("含有无法编码的字符", f"has a character that cannot be written: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
