"""Measures reading large files of questions: CPU seconds and memory."""

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

GIFT_QUESTIONS = 10_000
SHEET_ROWS = 5_000
LIMITS = {"gift": 3.0, "excel": 10.0}
LIMIT_MEGABYTES = 300

_PROGRAM = """
import json, sys, time
from lms.formats import items
form, name = sys.argv[1:]
data = sys.stdin.buffer.read()
items.read(b"x", "a.txt", form)
start = time.process_time()
reading = items.read(data, name, form)
took = time.process_time() - start
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([took, int(peak.split()[1]) / 1024, len(reading.drafts), len(reading.problems)]))
"""


@dataclass(frozen=True, slots=True)
class Read:
    """One file; `megabytes` is the peak memory of the process, including the interpreter and the file."""

    form: str
    questions: int
    seconds: float
    megabytes: float
    file_megabytes: float

    @property
    def holds(self) -> bool:
        """Within its limits."""
        return self.seconds <= LIMITS[self.form] and self.megabytes <= LIMIT_MEGABYTES


def gift(many: int) -> bytes:
    """Return a GIFT file of questions of the usual kinds, in Chinese, with feedback."""
    forms = (
        "::单选 {n}::下列第 {n} 项属于上行文的是（ ）。{{=请示#对，第 {n} 项 ~通知 ~函 ~纪要####见条例第 {n} 条}}",
        "::多选 {n}::[html]<p>第 {n} 题：属于<b>公文要素</b>的有</p>{{~%50%发文字号 ~%50%签发人 ~%-100%封面 ~%-100%插图}}",
        "::判断 {n}::请示应当一文一事（{n}）。{{TRUE#应当#对}}",
        "::填空 {n}::火警电话是{{=119 =%50%一一九}}（第 {n} 题）。",
        "::数值 {n}::{n} 的一半是多少？{{#{n}:0.5}}",
    )
    return "\n\n".join(forms[n % len(forms)].format(n=n) for n in range(many)).encode()


def workbook(rows: int) -> bytes:
    """Return a workbook with one sheet as trainers keep it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("试题")
    for column, name in enumerate(
        ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "分值", "难度")
    ):
        sheet.write_string(0, column, name)
    for n in range(1, rows + 1):
        cells = (
            "单选题",
            f"第 {n} 题：下列属于上行文的是",
            f"请示 {n}",
            "通知",
            "函",
            "纪要",
            "A",
            f"见条例第 {n} 条",
            2,
            "中",
        )
        for column, cell in enumerate(cells):
            sheet.write(n, column, cell)
    book.close()
    return out.getvalue()


def measure(questions: int = GIFT_QUESTIONS, rows: int = SHEET_ROWS) -> list[Read]:
    """Measure each file in a process of its own."""
    return [
        _read("gift", "a.gift", gift(questions), questions),
        _read("excel", "a.xlsx", workbook(rows), rows),
    ]


def _read(form: str, name: str, data: bytes, many: int) -> Read:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, form, name], input=data, capture_output=True, check=True
    )
    seconds, megabytes, questions, problems = json.loads(done.stdout)
    if (questions, problems) != (many, 0):
        raise RuntimeError(f"{form}: {questions} questions and {problems} problems of {many}")
    return Read(form, questions, round(seconds, 2), round(megabytes, 1), round(len(data) / 1e6, 1))


if __name__ == "__main__":
    for row in measure():
        print(row, row.holds)
