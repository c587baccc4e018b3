"""lms audit verify | checkpoint: whether the audit trail holds, and what to file to prove it later."""

import argparse
import json
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from lms.cli import Commands, installation, say
from lms.domain.problem import Refused, Text
from lms.people import trail
from lms.platform.audit import Break, verify
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
        raise Refused(
            "file.unwritable",
            Text(f"写不了 {args.out}：{error.strerror}", f"{args.out} cannot be written: {error.strerror}"),
            Text("请换一个可写的位置", "Choose a place that can be written"),
        ) from None
    words = say(f"已写出第 {made['seq']} 条的检查点到 ", f"Checkpoint of event {made['seq']} written to ")
    return made if args.json else words + args.out


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
