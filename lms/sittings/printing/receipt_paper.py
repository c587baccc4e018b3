"""Prints the receipt for a candidate: who, what, when, the code, and how anybody can check it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from lms.domain.beijing import format_beijing_time
from lms.domain.problem import Text
from lms.platform.pdf.paper import GREY, Cell, Paper
from lms.sittings import receipt
from lms.sittings.find import CurrentAnswers, SittingView

TITLE = Text("交卷回执", "Receipt")
PROOF = Text(
    "回执码由全部封存答案和封存前的审计链计算得出，改动一个字，回执码就不同。"
    "凭“下载封存答卷”的文件和核验程序 wuneng_verify.py，任何人都可在本系统之外重算。",
    "The code is computed from all sealed answers and the audit trail before them; if one character changes, the"
    " code changes. With the sealed paper and the program wuneng_verify.py, anybody can compute it again"
    " without this system.",
)


def _version(number: int) -> Text:
    return Text(f"第 {number} 版", f"Version {number}")


def print_receipt(
    sitting: SittingView,
    answers: CurrentAnswers,
    name: str,
    language: str,
    now: datetime,
    extra_fonts: Sequence[Path] = (),
) -> bytes:
    """Return the receipt as a PDF of one page."""
    code = receipt.receipt_code(sitting.receipt)
    answered = sum(p.asks and p.number in answers.answered for p in sitting.paper)
    paper = Paper(f"{TITLE.in_(language)} {code}", language, now, tuple(extra_fonts))
    paper.words(TITLE.in_(language), 22, bold=True, align="centre", after=14)
    rows = [
        (Text("考试", "Exam"), sitting.plan.title.in_(language)),
        (Text("试卷版本", "Version"), _version(sitting.exam_number).in_(language)),
        (Text("考生", "Candidate"), name),
        (Text("第几次", "Attempt"), str(sitting.attempt)),
        (Text("开始", "Started"), format_beijing_time(sitting.started_at)),
        (Text("收卷", "Received"), format_beijing_time(sitting.ended_at)),
        (Text("已答题数", "Answered"), f"{answered} / {sitting.questions}"),
    ]
    paper.table([1, 4], [(Cell(label.in_(language), bold=True), value) for label, value in rows], size=10.5)
    paper.gap(18)
    paper.words(code, 20, align="centre", after=10)
    paper.words(f"SHA-256  {sitting.receipt}", 8.5, align="centre", colour=GREY)
    if sitting.audit_head:
        seq, hash = sitting.audit_head
        words = Text(f"封存前审计链尾：第 {seq} 条", f"Audit trail before the seal: event {seq}")
        paper.words(f"{words.in_(language)}  {hash}", 8.5, align="centre", colour=GREY)
    paper.gap(14)
    labels = (
        Text("考生（签名）", "Candidate"),
        Text("监考人员（签名）", "Invigilator"),
        Text("日期", "Date"),
    )
    with paper.together():
        paper.words(PROOF.in_(language), 10.5, after=10)
        paper.signatures([label.in_(language) for label in labels])
    return paper.bytes()
