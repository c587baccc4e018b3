"""Check receipts and the audit trail of 五能 Wuneng 核对交卷回执和审计日志.

    python3 wuneng_verify.py receipt-12.json
    python3 wuneng_verify.py receipt-12.json receipt-13.json --trail audit.jsonl
    python3 wuneng_verify.py --trail audit.jsonl --checkpoint checkpoint.json

It needs only Python 3.8 or later: no network, no database, no part of Wuneng. Receipts are downloaded from
the receipt page, the trail comes from `lms audit export`, the checkpoint from `lms audit checkpoint`. The
exit status is 0 if everything is valid, 1 if anything is not, 2 if the arguments are wrong.

What it computes, so that anybody can write such a program:

- canonical JSON: UTF-8, names sorted, no spaces, only the escapes that JSON requires;
- `sha256` of a receipt: SHA-256 of the canonical JSON of its `sealed`. Its code: the first 125 bits in
  base 32 of Crockford's letters, in five groups of five;
- `hash` of an event of the trail: SHA-256 of a zero byte, the 32 bytes of `prev_hash`, and the canonical
  JSON of its other fields. The first `prev_hash` is 64 zeros; numbers run 1, 2, 3, … without a gap;
- `sealed.audit` names an event that existed before the seal; a later event about the sitting,
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
SEALED_AGAIN = "（此后采纳逾时答案，另行封存 sealed again later, with late answers）"
WITHOUT_TRAIL = "（旧式回执，未含审计链 old format, without the trail）"


class Invalid(Exception):
    """What is not valid, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")


def main(argv: list[str] | None = None) -> int:
    """Check the files and return the exit status."""
    args = parse_arguments(argv)
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    results = []
    sealed: dict[str, dict[str, Any]] = {}
    trail = None
    for path in args.receipts:
        try:
            sealed[path] = read_receipt(path)
        except Invalid as invalid:
            results.append(report(False, path, str(invalid)))
    if args.trail:
        try:
            trail = Trail(args.trail, list(sealed.values()), args.checkpoint)
            results.append(report(True, args.trail, f"{trail.count} 条 events, {trail.last}"))
        except Invalid as invalid:
            results.append(report(False, args.trail, str(invalid)))
    for path, receipt in sealed.items():
        try:
            note = trail.check_receipt(receipt) if trail else ""
            note += "" if "audit" in receipt["sealed"] else WITHOUT_TRAIL
            results.append(report(True, path, receipt["receipt"] + note))
        except Invalid as invalid:
            results.append(report(False, path, str(invalid)))
    return 0 if all(results) else 1


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(
        description="核对回执和审计日志。Check receipts and the audit trail of Wuneng."
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


def report(valid: bool, path: str, text: str) -> bool:
    """Print one line for one file and return `valid`."""
    print(f"{'一致 HOLDS ' if valid else '不符 BROKEN'} {path}: {text}")
    return valid


def read_receipt(path: str) -> dict[str, Any]:
    """Return {"receipt", "sha256", "sealed"}. Raise Invalid unless code and digest follow from what was sealed."""
    found = read(path)
    if not isinstance(found, dict) or set(found) != {"receipt", "sha256", "sealed"}:
        raise Invalid("不是回执文件", "is not a receipt: it must have receipt, sha256 and sealed")
    if not isinstance(found["sealed"], dict):
        raise Invalid("sealed 应是一个对象", "sealed must be an object")
    digest = hashlib.sha256(canonical(found["sealed"])).hexdigest()
    if found["sha256"] != digest:
        raise Invalid(
            "封存内容与 SHA-256 不符，内容被改动",
            f"the SHA-256 of the sealed content is {digest}: it was changed",
        )
    if found["receipt"] != code_of(digest):
        raise Invalid("回执码与封存内容不符", f"the code of the sealed content is {code_of(digest)}")
    return found


def code_of(digest: str) -> str:
    """Return the code that people read, such as "7K3QX-0M2RA-9V5TC-HJ8DE-1NPWZ"."""
    bits = int(digest, 16) >> (256 - 125)
    code = "".join(LETTERS[(bits >> (5 * place)) & 31] for place in reversed(range(25)))
    return "-".join(code[start : start + 5] for start in range(0, 25, 5))


class Trail:
    """The audit trail, read and checked once, with what it says about the receipts."""

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
            raise Invalid(
                f"与检查点（第 {filed[0]} 条）不符，日志被截断或重写",
                f"the checkpoint of event {filed[0]} is not in the trail: it was cut or rewritten",
            )

    def _events(self, path: str) -> Any:
        try:
            with open(path, encoding="utf-8-sig") as lines:
                for line in lines:
                    yield self._next(line)
        except (OSError, UnicodeDecodeError) as error:
            raise Invalid("读不了", f"cannot be read: {error}") from None

    def _next(self, line: str) -> dict[str, Any]:
        here = self.count + 1
        event = parse(line, f"第 {here} 条 event {here}: ")
        if (
            not isinstance(event, dict)
            or set(event) != FIELDS | LINKS
            or not isinstance(event["detail"], dict)
        ):
            raise Invalid(f"第 {here} 条不是审计记录", f"line {here} is not an event of the trail")
        if event["seq"] != here:
            raise Invalid(
                f"缺第 {here} 条，或编号被改动", f"event {here} is missing, or its number was changed"
            )
        body = canonical({name: event[name] for name in FIELDS})
        digest = hashlib.sha256(b"\x00" + bytes.fromhex(self.last) + body).hexdigest()
        if event["prev_hash"] != self.last or event["hash"] != digest:
            raise Invalid(f"第 {here} 条被改动", f"event {here} was changed")
        self.count, self.last = here, digest
        return event

    def check_receipt(self, receipt: dict[str, Any]) -> str:
        """Raise Invalid unless the head that was sealed is in the trail, and the trail names this receipt.

        Return a note if the answers were sealed again later, when late ones were accepted, or else "".
        """
        sealed = receipt["sealed"]
        head = sealed.get("audit", {"seq": 0, "hash": GENESIS})
        seq, hash = (head.get("seq"), head.get("hash")) if isinstance(head, dict) else (None, None)
        if not isinstance(seq, int) or seq not in self.hashes or self.hashes[seq] != hash:
            raise Invalid(
                "回执所记的审计链位置不在日志中",
                "the event that the receipt names is not in the trail",
            )
        seals = self.seals.get(f"sitting:{sealed.get('sitting')}", [])
        ours = [event for event in seals if event["detail"]["receipt"] == receipt["sha256"]]
        if len(ours) != 1:
            raise Invalid(
                "日志中没有这份回执的封存记录", "the trail has no record of the sealing of this receipt"
            )
        seals_as = (f"delivery.{sealed.get('state')}", "delivery.accepted")
        if ours[0]["seq"] <= seq or ours[0]["action"] not in seals_as:
            raise Invalid("日志中的封存记录与回执不符", "the seal in the trail does not match the receipt")
        return "" if ours[0] is seals[-1] else SEALED_AGAIN


def read_checkpoint(path: str) -> tuple[int, str]:
    """Return the (seq, hash) of a checkpoint file."""
    found = read(path)
    try:
        return int(found["seq"]), str(found["hash"])
    except (KeyError, TypeError, ValueError):
        raise Invalid(f"{path} 不是检查点", f"{path} is not a checkpoint") from None


def read(path: str) -> Any:
    """Return the JSON of a file."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return parse(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid("读不了", f"cannot be read: {error}") from None


def parse(text: str, where: str = "") -> Any:
    """Return JSON. Raise Invalid for repeated names and NaN, which two readers could read differently."""

    def reject_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a name occurs twice")
        return dict(pairs)

    def reject_constant(name: str) -> Any:
        raise ValueError(f"{name} is not a number")

    try:
        return json.loads(text, object_pairs_hook=reject_repeated, parse_constant=reject_constant)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{where}不是规范的 JSON", f"{where}is not valid JSON: {error}") from None


def canonical(value: Any) -> bytes:
    """Return canonical JSON."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except ValueError as error:  # half a surrogate pair
        raise Invalid("含有无法编码的字符", f"has a character that cannot be written: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
