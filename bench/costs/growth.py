"""Measures how the time of a reader grows with its file: a file ten times as long may take at most twenty times as long."""

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time

from lms.formats.items import read, recognise

SMALL, FACTOR = 6_000, 10
LIMIT = 2.0
"""The long file's time divided by `FACTOR` times the short one's. For quadratic growth it is 10."""
NOISE = 0.05
"""Seconds: the growth of shorter times cannot be measured."""

_OPTIONS = "A. 甲\nB. 乙\nC. 丙\nD. 丁\n"
_GIFT = "::题 {n}::[html]<p>第 {n} 题</p>{{=甲#对 ~乙 ~%-50%丙####解析 {n}}}\n\n"

FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "questions": ("gift", lambda n: "".join(_GIFT.format(n=i) for i in range(n // 6))),
    "a paper": (
        "text",
        lambda n: "".join(
            f"{i}. 第{i}题（ ）\n{_OPTIONS}答案：B\n解析：因为{i}。\n" for i in range(1, n // 6)
        ),
    ),
    "a question without end": ("gift text aiken", lambda n: "1. 题" + "甲乙丙丁" * n),
    "only braces": ("gift", lambda n: "{=a ~b}" * n),
    "open braces": ("gift", lambda n: "{" * n),
    "percentages": ("gift", lambda n: "{" + "~%33.3%" * n + "}"),
    "backslashes": ("gift text", lambda n: "\\" * n + "{=a ~b}"),
    "digits": ("gift", lambda n: "x{#" + "1" * n + "x}"),
    "brackets": ("gift text", lambda n: "1. " + "[" * n + "{=a ~b}\n"),
    "stars": ("gift text", lambda n: "1. " + "*a **b " * n + "{T}\n答案：对"),
    "tags": ("gift", lambda n: "[html]" + "<b>" * n + "{T}"),
    "dashes": ("gift text", lambda n: "1. 题\n" + "-\n" * n + "{T}\n答案：对"),
    "blanks": ("gift text aiken", lambda n: "1. 题" + " " * n + "x\n答案：" + " " * n + "对"),
    "empty lines": ("gift text aiken", lambda n: "\n" * n + "1. 题\n答案：对"),
    "underscores": ("gift text", lambda n: "1. " + "_" * n + "甲\n"),
    "numbers": ("text", lambda n: "1. x\n" * n),
    "a list that never ends": (
        "text",
        lambda n: "1. 简述：\n答：\n" + "".join(f"{i}. 甲\n" for i in range(n)),
    ),
    "options": ("text aiken", lambda n: "1. 题\n" + "A. x\nB. y\n" * n),
    "options on a line": ("text aiken", lambda n: "1. 题。" + "A. x " * n),
    "answers": ("text", lambda n: "1. 题\n2. 题\n" + "答案\n" * n),
    "answers on a line": ("text", lambda n: "1. 题\n" + "答案：A " * n),
    "marks on a line": ("text", lambda n: "1. 题\n" + "【答案】" * n),
    "keys": ("text", lambda n: "1. 题\n2. 题\n参考答案\n" + "1.A " * n + "\n" + " " * n + "x"),
    "letters": ("text", lambda n: "1. 题（" + "A " * n + "\nA. 甲\nB. 乙\n"),
    "headings": ("text", lambda n: "一、单选题\n" * n),
    "words below an option": ("aiken text", lambda n: "1. 题\nA. x\n" + "words\n" * n),
    "cloze": (
        "moodle_xml",
        lambda n: (
            "<quiz><question type='cloze'><questiontext><text>"
            + "{1:SA:" * (n // 4)
            + "</text></questiontext></question></quiz>"
        ),
    ),
    "empty questions": ("moodle_xml", lambda n: "<quiz>" + "<question/>" * n + "</quiz>"),
    "quotation marks": ("excel", lambda n: "题干,A,B\n" + '"' * n),
    "a long cell": ("excel", lambda n: "题干,答案\n" + "_" * n + "," + "(" * n),
    "a long text in tags": (
        "qti2",
        lambda n: (
            "<assessmentItem><itemBody>"
            + "<p>" * 150
            + "x" * n
            + "</p>" * 150
            + "</itemBody></assessmentItem>"
        ),
    ),
}
"""The name of a file: the formats that read it, and the function that makes it of a given length."""


@dataclass(frozen=True, slots=True)
class Growth:
    """CPU seconds for a short file and for one `FACTOR` times as long."""

    name: str
    form: str
    short: float
    long: float

    @property
    def ratio(self) -> float:
        """1 for linear growth."""
        return self.long / (FACTOR * max(self.short, NOISE / FACTOR))

    @property
    def holds(self) -> bool:
        """Within the limit, or too fast to measure."""
        return self.long <= NOISE or self.ratio <= LIMIT


def measure() -> list[Growth]:
    """Measure every file with every reader, each pair in a process of its own."""
    return [_measure_in_process(name, form) for name, (forms, _) in FILES.items() for form in forms.split()]


def _measure_in_process(name: str, form: str) -> Growth:
    command = [sys.executable, "-m", "bench.costs.growth", name, form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Growth(name, form, *json.loads(done.stdout))


def _seconds(form: str, data: bytes) -> float:
    begun = process_time()
    read(data, "a.txt", form)
    recognise(data, "a.txt")
    return process_time() - begun


def _pair(name: str, form: str) -> Iterator[float]:
    """Yield the shortest time of three short files and of two long ones; a first reading imports the reader."""
    make = FILES[name][1]
    _seconds(form, make(10).encode())
    gc.collect()
    gc.freeze()
    for times, length in ((3, SMALL), (2, SMALL * FACTOR)):
        data = make(length).encode()
        yield min(_seconds(form, data) for _ in range(times))


if __name__ == "__main__":
    print(json.dumps(list(_pair(*sys.argv[1:]))))
