"""Measures imports into the bank: ten thousand GIFT questions, a workbook of five thousand, a bank of a hundred thousand."""

import io
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import xlsxwriter
from sqlalchemy import select

from lms.bank.imports import find, upload
from lms.bank.imports.commit import commit_import
from lms.bank.imports.upload import UploadedFile
from lms.bank.models import ItemImport
from lms.competency.models import Competency
from lms.domain.access import Actor, Role
from lms.formats import items
from lms.people import accounts, roles, unit_tree
from lms.people.credentials import sign_in
from lms.platform import jobs
from lms.platform.db.database import Base, Database
from lms.platform.db.models import load_models

QUESTIONS, ROWS = 10_000, 5_000
PARSE, IN_BANK, PREVIEW, MEGABYTES = 3.0, 20.0, 10.0, 300.0
_HAN = "公文办理程序规定机关单位领导批示意见请报告通知决议会议纪要档案保密印章督查值班应急信息调研数据统计样本访谈问卷整改落实责任时限协调沟通群众来信回复审核签发登记归档附件主送抄送标题正文成文日期联合行文上级下级平级权限职责制度预案演练评估"


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds on the clock and of CPU; the peak memory of the process in megabytes."""

    parse: float
    parse_cpu: float
    preview: float
    preview_cpu: float
    in_bank: float
    in_bank_cpu: float
    megabytes: float


def random_text(dice: random.Random, least: int, most: int) -> str:
    """Return text that looks like Chinese and is unlike any other."""
    return "".join(dice.choice(_HAN) for _ in range(dice.randint(least, most)))


def gift(many: int, seed: int = 1) -> bytes:
    """Return a GIFT file with so many multiple choice questions."""
    dice = random.Random(seed)
    return "\n\n".join(
        f"::m{seed}-{n}::{random_text(dice, 20, 50)}？{{={random_text(dice, 4, 12)} ~{random_text(dice, 4, 12)} ~{random_text(dice, 4, 12)} ~{random_text(dice, 4, 12)}####{random_text(dice, 10, 30)}}}"
        for n in range(many)
    ).encode()


def workbook(rows: int) -> bytes:
    """Return a workbook in the layout of Chinese systems."""
    dice, out = random.Random(2), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("单选题")
    sheet.write_row(0, 0, ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "分值"])
    for row in range(1, rows + 1):
        options = [random_text(dice, 4, 12) for _ in range(4)]
        sheet.write_row(
            row,
            0,
            [
                "单选题",
                random_text(dice, 20, 50),
                *options,
                dice.choice("ABCD"),
                random_text(dice, 10, 30),
                2,
            ],
        )
    book.close()
    return out.getvalue()


def import_file(data: bytes, name: str, before: int = 0) -> Imported:
    """Import by the jobs that a page queues, on a fresh SQLite; `before` questions are in the bank already."""
    load_models()
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/wuneng.sqlite3")
        Base.metadata.create_all(db.writer)
        settings = SimpleNamespace(data_dir=Path(folder), base_url="", mail_url="", mail_from="x@x")
        actor = _trainer(db)
        for part in range(0, before, QUESTIONS):
            _import(db, settings, actor, gift(QUESTIONS, 100 + part), "before.gift")
        parse, parse_cpu = _timed(lambda: items.read(data, name))
        preview, preview_cpu, committed, committed_cpu = _import(db, settings, actor, data, name)
        db.dispose()
    return Imported(
        parse,
        parse_cpu,
        preview,
        preview_cpu,
        round(preview + committed, 2),
        round(preview_cpu + committed_cpu, 2),
        _peak_megabytes(),
    )


def _import(
    db: Database, settings: SimpleNamespace, actor: Actor, data: bytes, name: str
) -> tuple[float, float, float, float]:
    uploaded, now = UploadedFile(name, data, "", "writing", 2, "惯例"), datetime.now(UTC)
    with db.transaction() as session:
        number = upload.queue(session, settings.data_dir / "incoming", uploaded, actor, now).id
    preview = _timed(lambda: _work(db, settings))
    committed = _timed(lambda: _commit(db, settings, actor, number, now))
    with db.read() as session:
        done = session.scalars(select(ItemImport).where(ItemImport.id == number)).one()
        if done.state != "committed":
            raise RuntimeError(f"{done.state}: {find.row_counts(session, done)}")
    return (*preview, *committed)


def _commit(db: Database, settings: SimpleNamespace, actor: Actor, number: int, now: datetime) -> None:
    """Commit the import: a few questions directly, many by a job."""
    with db.transaction() as session:
        commit_import(session, actor, number, now)
    _work(db, settings)


def _work(db: Database, settings: SimpleNamespace) -> None:
    tools = SimpleNamespace(settings=settings)
    while jobs.work_once(db, lambda: datetime.now(UTC), tools):
        pass


def _timed(do) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    do()
    return round(time.perf_counter() - began, 2), round(time.process_time() - cpu, 2)


def _trainer(db: Database) -> Actor:
    now, name = datetime.now(UTC), {"zh": "文字综合", "en": "Writing"}
    with db.transaction() as session:
        session.add(Competency(id="writing", order=1, name=name, summary=name, levels=[]))
        city = unit_tree.add(session, "CITY", "市", None, None, now)
        person = accounts.create(session, "B001", "陈立", city, None, now)
        roles.grant(session, person, Role.TRAINER, city, None, now)
        session.flush()
        actor = sign_in.actor_by_id(session, person.id)
    assert actor is not None
    return actor


def _peak_megabytes() -> float:
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return round(int(line.split()[1]) / 1024, 1)


def measure(questions: int = QUESTIONS, rows: int = ROWS, before: int = 0) -> dict[str, Imported]:
    """Measure each in a process of its own, so that its memory is its own."""
    return {
        what: _measure_in_process(what, many, before) for what, many in (("gift", questions), ("excel", rows))
    }


def _measure_in_process(what: str, many: int, before: int) -> Imported:
    command = [sys.executable, "-m", "bench.costs.import_questions", what, str(many), str(before)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return Imported(**json.loads(done.stdout.splitlines()[-1]))


def main(what: str, many: int, before: int) -> None:
    """Measure one of them and print it as JSON."""
    data = gift(many) if what == "gift" else workbook(many)
    print(json.dumps(asdict(import_file(data, "x.gift" if what == "gift" else "x.xlsx", before))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
