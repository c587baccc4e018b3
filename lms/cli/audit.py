"""lms audit verify | checkpoint | export: whether the audit trail holds, and what proves it elsewhere."""

import argparse
import contextlib
import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.cli import Commands, installation, say
from lms.domain.problem import Refused, Text
from lms.people import trail
from lms.platform.audit import GENESIS, Break, line, record, rows, verify
from lms.platform.clock import utcnow


def add(commands: Commands) -> None:
    """The commands of this group."""
    doc = Text(
        "核验审计日志，完整则给出条数和链尾指纹，否则指出第一处断裂",
        "verify the audit trail: the number of events and the last fingerprint, or the first break",
    )
    parser = commands.add("audit", "verify", doc=doc, run=run_verify)
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        help=say(
            "与此检查点比对（lms audit checkpoint 所写）", "compare with what lms audit checkpoint wrote"
        ),
    )
    doc = Text("写出检查点，请存放在别处", "write a checkpoint, to be kept elsewhere")
    parser = commands.add("audit", "checkpoint", doc=doc, run=run_checkpoint)
    parser.add_argument("out", metavar="OUT", help=say("写到哪个文件", "the file to write"))
    doc = Text(
        "导出全部审计记录，一行一条 JSON，不用本系统也能核验（wuneng_verify.py）",
        "write every event as a line of JSON, to be verified without this system (wuneng_verify.py)",
    )
    parser = commands.add("audit", "export", doc=doc, run=run_export)
    parser.add_argument("out", metavar="OUT", help=say("写到哪个文件", "the file to write"))


def run_verify(args: argparse.Namespace) -> Any:
    """The events and the head, or the first break."""
    filed = _read(Path(args.checkpoint)) if args.checkpoint else None
    _, db = installation(args)
    with db.read() as session:
        count, head = _verified(session, filed)
    if args.json:
        return {"events": count, "head": head}
    return say(f"日志完整：{count} 条，链尾指纹 {head}", f"The trail holds: {count} events, head {head}")


def run_checkpoint(args: argparse.Namespace) -> Any:
    """{"seq", "hash", "at"} into a file; only of a chain that holds."""
    _, db = installation(args)
    with db.read() as session:
        made = trail.checkpoint(*_verified(session, None), utcnow())
    try:
        Path(args.out).write_text(json.dumps(made) + "\n", "utf-8")
    except OSError as error:
        raise _unwritable(args.out, error) from None
    words = say(f"已写出第 {made['seq']} 条的检查点到 ", f"Checkpoint of event {made['seq']} written to ")
    return made if args.json else words + args.out


def run_export(args: argparse.Namespace) -> Any:
    """All of it, also of a chain that is broken: then it is evidence. The export is itself an event."""
    _, db = installation(args)
    out = Path(args.out)
    part = out.with_name(out.name + ".part")
    count, head = 0, GENESIS
    try:
        with (
            db.read() as session,
            contextlib.closing(rows(session)) as every,
            open(part, "w", encoding="utf-8", newline="\n", opener=_private) as file,
        ):
            for row in every:
                file.write(line(row) + "\n")
                count, head = row["seq"], row["hash"]
        part.replace(out)
    except OSError as error:
        raise _unwritable(args.out, error) from None
    finally:
        part.unlink(missing_ok=True)
    with db.transaction() as session:
        record(session, "audit.export", "audit:chain", None, utcnow(), events=count, head=head)
    words = say(f"已导出 {count} 条到 {out}，链尾指纹 {head}", f"{count} events to {out}, head {head}")
    return {"events": count, "head": head, "file": str(out)} if args.json else words


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)  # who did what from where is for the auditor alone


def _unwritable(out: str, error: OSError) -> Refused:
    return Refused(
        "file.unwritable",
        Text(f"写不了 {out}：{error.strerror}", f"{out} cannot be written: {error.strerror}"),
        Text("请换一个可写的位置", "Choose a place that can be written"),
    )


def _verified(session: Session, filed: tuple[int, str] | None) -> tuple[int, str]:
    outcome = verify(session, filed)
    if not isinstance(outcome, Break):
        return outcome
    problem = trail.explain(outcome)
    raise Refused("audit.broken", problem.what, problem.how, problems=[problem])


def _read(path: Path) -> tuple[int, str]:
    try:
        return trail.read_checkpoint(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise Refused(
            "checkpoint.unreadable",
            Text(f"读不了检查点 {path}", f"The checkpoint {path} cannot be read"),
            Text(f"请检查文件（{error}）", f"Check the file ({error})"),
        ) from None
