"""Measures what a certificate costs: CPU time and bytes, with ordinary, rare and long words.

python bench/costs/certificates.py [ROUNDS]
"""

import statistics
import sys
import time
from dataclasses import replace
from datetime import date

from lms.certificates.draw import draw
from lms.certificates.facts import Facts
from lms.domain.problem import Text

ORDINARY = Facts(
    number="WN-2026-000123",
    name="林晓燕",
    employee_no_masked="****0123",
    unit="滨江市人民政府办公室综合科",
    course_title=Text("统筹协调与会务组织", "Coordination and Meeting Organisation"),
    competency=Text("统筹协调", "Coordination"),
    level=2,
    level_name=Text("熟悉", "Familiar"),
    hours="8",
    score="86.50",
    completed_on=date(2026, 11, 20),
    issued_on=date(2026, 11, 23),
    issuer=Text("滨江市人民政府办公室", "General Office of Binjiang Municipal People's Government"),
    verify_url="http://10.20.30.40:8000/verify/q7Hn3vXzT0uR9cKpLw2YbA",
)
CASES = {
    "ordinary": ORDINARY,
    "rare name": replace(ORDINARY, name="㛃䶮𠮷𬀩喆犇镕"),
    "long words": replace(
        ORDINARY,
        name="阿卜杜拉·买买提江·吐尔逊" * 3,
        unit="滨江市高新技术产业开发区管理委员会党政办公室（行政审批服务局）" * 3,
        course_title=Text(
            "突发事件信息报送与公文办理专题培训" * 8, "Emergency Information and Documents " * 8
        ),
    ),
}


def cpu_ms(facts: Facts, language: str) -> float:
    """Return the CPU milliseconds of this process for one certificate."""
    before = time.process_time()
    draw(facts, language)
    return (time.process_time() - before) * 1000


def main(rounds: int) -> None:
    """Print one line per case and language; the first of each includes loading its fonts, once per process."""
    print(f"{'':12} lang  first ms  median ms   max ms    bytes")
    for name, facts in CASES.items():
        for language in ("zh", "en"):
            first = cpu_ms(facts, language)
            times = [cpu_ms(facts, language) for _ in range(rounds)]
            size = len(draw(facts, language))
            median = statistics.median(times)
            print(f"{name:12} {language:4} {first:9.1f} {median:10.1f} {max(times):8.1f} {size:8,}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
