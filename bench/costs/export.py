"""Measures exports of a million completion records: rows per second and memory."""

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench import installation
from lms.platform.db.database import Database

ROWS = 1_000_000
LIMIT = 200
"""Megabytes, whatever the number of rows."""

_MANY = """
INSERT INTO completion_record (person_id, login, name, post, rank, unit_id, unit_name, unit_path, course_id,
    course_slug, course_version_id, course_title, competency_id, level, hours, sitting_id, score, most,
    completed_at, round, corrects_id, reason)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
SELECT p.id, 'B' || printf('%07d', i), '考生' || i, '科员', '一级科员', u.id, u.name, u.path, c.id, c.slug, v.id,
    v.title, c.competency_id, v.level, v.hours, NULL, 8000 + i % 2000, 10000,
    datetime('2026-01-01', '+' || (i % 320) || ' days', '+' || (i % 86400) || ' seconds'), i, NULL, ''
FROM n
JOIN person p ON p.id = (SELECT min(id) FROM person)
JOIN unit u ON u.id = p.unit_id
JOIN course c ON c.id = (SELECT min(id) FROM course)
JOIN course_version v ON v.course_id = c.id
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """One format."""

    form: str
    rows_per_second: int
    megabytes: float
    """Peak memory of the process."""
    file_megabytes: float


def measure(rows: int = ROWS, forms: tuple[str, ...] = ("csv", "xlsx")) -> list[Exported]:
    """Run `lms records export` on an installation with so many records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installation.set_up(folder, 1)
        db = Database(f"sqlite:///{folder / 'wuneng.sqlite3'}")
        with db.transaction() as session:
            session.execute(text(_MANY), {"rows": rows})
        db.dispose()
        return [_export(folder, form, rows) for form in forms]


_PROGRAM = """
import sys
from lms.cli import main
code = main()
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""
"""The command, which prints its own peak memory, because the system's figure for a child includes its parent's."""


def _export(folder: Path, form: str, rows: int) -> Exported:
    out = folder / f"records.{form}"
    command = ["records", "export", "--to", form, str(out), "--data", str(folder)]
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _PROGRAM, *command], capture_output=True, text=True)
    took = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(f"the export to {form} ended with {done.returncode}: {done.stderr}")
    kilobytes = int(done.stderr.split("VmHWM:")[1].split()[0])
    return Exported(form, round(rows / took), round(kilobytes / 1024, 1), round(out.stat().st_size / 1e6, 1))


if __name__ == "__main__":
    for exported in measure():
        print(exported)
