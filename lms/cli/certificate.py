"""lms certificate verify: whether a PDF is as it was issued."""

import argparse
from pathlib import Path
from typing import Any

from lms.certificates import verify
from lms.certificates.verify import Verification
from lms.cli import Commands, Failed, installation, language, messages, t
from lms.domain.place import Named
from lms.domain.problem import Problem, Text


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("核验证书 PDF 是否与签发时一致", "verify that a certificate PDF is as it was issued")
    parser = commands.add("certificate", "verify", doc=doc, run=run)
    parser.add_argument("file", metavar="FILE.pdf", help=t("要核验的文件", "the file"))


def run(args: argparse.Namespace) -> Any:
    """Return the verdict, its reason, and what was certified; exit code 1 unless it is valid."""
    try:
        data = Path(args.file).read_bytes()
    except OSError:
        return [Problem(Named(args.file), *messages.UNREADABLE)]
    _settings, db = installation(args)
    with db.read() as session:
        verification = verify.by_file(session, data)
    value = verification.as_json(language())
    text = "\n".join([verification.reason.in_(language()), *_certified(verification)])
    if verification.verdict != "valid":
        return Failed(value, text)
    return value if args.json else text


def _certified(verification: Verification) -> list[str]:
    """Return a line for each thing that was certified, as the page of verification names them."""
    if not verification.number:
        return []
    facts = [
        (t("编号", "Number"), verification.number),
        (t("姓名", "Name"), verification.name),
        (t("课程", "Course"), verification.course.in_(language())),
        (
            t("能力与等级", "Competency and level"),
            f"{verification.competency.in_(language())} · {verification.level}",
        ),
        (t("结业日期", "Completed"), str(verification.completed_on)),
        (t("签发日期", "Issued"), str(verification.issued_on)),
    ]
    if verification.revoked_because:
        facts.append((t("撤销原因", "Reason"), verification.revoked_because))
    return [f"{name}{t('：', ': ')}{value}" for name, value in facts]
