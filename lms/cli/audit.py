"""lms audit verify | checkpoint | export: verifies the audit trail, and writes what proves it elsewhere."""

import argparse
import contextlib
import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.cli import Commands, installation, messages, t
from lms.cli.terminal import output
from lms.domain.problem import Refused, Text
from lms.people import trail
from lms.platform.audit import GENESIS, Break, line, record, rows, verify
from lms.platform.clock import utcnow


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text(
        "核验审计日志，完整则给出条数和链尾指纹，否则指出第一处断裂",
        "verify the audit trail: the number of events and the last fingerprint, or the first break",
    )
    parser = commands.add("audit", "verify", doc=doc, run=run_verify)
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        help=t("与此检查点比对（lms audit checkpoint 所写）", "compare with what lms audit checkpoint wrote"),
    )
    doc = Text("写出检查点，请存放在别处", "write a checkpoint, to be kept elsewhere")
    parser = commands.add("audit", "checkpoint", doc=doc, run=run_checkpoint)
    parser.add_argument("out", metavar="OUT", help=t("写到哪个文件", "the file to write"))
    doc = Text(
        "导出全部审计记录，一行一条 JSON，不用本系统也能核验（wuneng_verify.py）",
        "write every event as a line of JSON, to be verified without this system (wuneng_verify.py)",
    )
    parser = commands.add("audit", "export", doc=doc, run=run_export)
    parser.add_argument("out", metavar="OUT", help=t("写到哪个文件", "the file to write"))


def run_verify(args: argparse.Namespace) -> Any:
    """Return the number of events and the head. Raise Refused with the first break."""
    checkpoint = _read(Path(args.checkpoint)) if args.checkpoint else None
    _, db = installation(args)
    with db.read() as session:
        count, head = _verified(session, checkpoint)
    if args.json:
        return {"events": count, "head": head}
    return t(f"日志完整：{count} 条，链尾指纹 {head}", f"The trail is intact: {count} events, head {head}")


def run_checkpoint(args: argparse.Namespace) -> Any:
    """Write {"seq", "hash", "at"} to a file. Raise Refused if the chain is broken."""
    _, db = installation(args)
    with db.read() as session:
        checkpoint = trail.checkpoint(*_verified(session, None), utcnow())
    output.write(args.out, f"{json.dumps(checkpoint)}\n".encode())
    seq = checkpoint["seq"]
    done = t(f"已写出第 {seq} 条的检查点到 ", f"Checkpoint of event {seq} written to ")
    return checkpoint if args.json else done + args.out


def run_export(args: argparse.Namespace) -> Any:
    """Write all events, also of a broken chain, where the file is evidence. The export itself is an event."""
    _, db = installation(args)
    count, head = 0, GENESIS
    # Private: only the auditor may know who did what from where.
    with (
        db.read() as session,
        contextlib.closing(rows(session)) as events,
        output.writing(args.out, private=True) as file,
    ):
        for row in events:
            file.write(f"{line(row)}\n".encode())
            count, head = row["seq"], row["hash"]
    with db.transaction() as session:
        record(session, "audit.export", "audit:chain", None, utcnow(), events=count, head=head)
    done = t(f"已导出 {count} 条到 {args.out}，链尾指纹 {head}", f"{count} events to {args.out}, head {head}")
    return {"events": count, "head": head, "file": args.out} if args.json else done


def _verified(session: Session, checkpoint: tuple[int, str] | None) -> tuple[int, str]:
    outcome = verify(session, checkpoint)
    if not isinstance(outcome, Break):
        return outcome
    problem = trail.explain(outcome)
    raise Refused("audit.broken", problem.what, problem.how, problems=[problem])


def _read(path: Path) -> tuple[int, str]:
    try:
        return trail.read_checkpoint(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise messages.checkpoint_unreadable(path, error) from None
