"""Measures the lists of a bank of 100,000 questions: first page, searches in Chinese, filters, deep pages."""

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import insert, select

from bench import process
from bench.load import Latency, Request, run
from lms.app import wire
from lms.bank import index
from lms.bank.listing_models import ItemStatistic
from lms.bank.models import Bank, Item, ItemVersion
from lms.competency.models import Competency
from lms.domain.access import Role
from lms.people import accounts, roles, unit_tree
from lms.people.credentials import tokens
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.schema import migrate
from lms.settings import Settings

ITEMS = 100_000
LIMIT = 300.0
"""Milliseconds, the 95th percentile of each."""
_CHARACTERS = "办文会议事请示报告通知批复函意见定纪要督查研究统计应急处置信息送值班协调责任时限材料数据群众公开条例法规程序"
_WORDS = [a + b for a in _CHARACTERS for b in _CHARACTERS if a != b][::4]
_SHARES = [1 / (10 + rank) for rank in range(len(_WORDS))]
"""A few words are in one question of five, most in one of a hundred."""
_KINDS = ("single_choice", "multiple_choice", "true_false")


@dataclass(frozen=True, slots=True)
class ListLatency:
    """The latency of the list with one set of filters."""

    what: str
    latency: Latency


PAGES = {
    "first page": "",
    "two characters, frequent": f"q={quote(_WORDS[0])}",
    "four characters": f"q={quote('一文一事')}",
    "four characters, rare": f"q={quote('甲乙丙丁')}",
    "two words": f"q={quote(_WORDS[3] + ' ' + _WORDS[5])}",
    "one character": f"q={quote(_WORDS[9][0])}",
    "kind, competency, level, state": "kind=true_false&competency=writing&level=3&state=draft",
    "words of the source": f"source={quote('条例 十五条')}",
    "tag": f"tag={quote('标签7')}",
    "never used": "use=unused",
    "hardest first": "sort=hard",
    "least discriminating, by words": f"sort=weak&q={quote(_WORDS[9])}",
    "last changed first": "sort=new",
    "page 1,900 by number": "after=95000",
    "page 900 of the hardest": "sort=hard&after=45000",
}


def measure(requests: int = 60, clients: int = 2) -> list[ListLatency]:
    """Request GET /bank as a trainer, each page many times, after a warm-up."""
    with tempfile.TemporaryDirectory() as name:
        token = set_up(Path(name), ITEMS)
        with process.product(Path(name)) as server:
            rows = []
            for what, query in PAGES.items():
                request: Request = ("GET", f"/bank?{query}", None, {"Authorization": f"Bearer {token}"})
                run(server.port, clients, clients * 2, lambda _client, _number, request=request: request)
                latency = run(
                    server.port, clients, requests, lambda _client, _number, request=request: request
                )
                rows.append(ListLatency(what, latency))
            return rows


def set_up(folder: Path, items: int) -> str:
    """Fill an installation; return the token of a trainer."""
    settings = Settings(data_dir=folder, secret_key="for measuring only")
    load_models()
    wire()
    db, now = Database(settings.url), utcnow()
    migrate.upgrade(db, folder)
    with db.transaction() as session:
        for order, id_ in enumerate(("writing", "research", "coordination"), 1):
            words = {"zh": id_, "en": id_}
            session.add(Competency(id=id_, order=order, name=words, summary=words, levels=[]))
            session.add(Bank(slug=id_, purpose="exam"))
        root = unit_tree.add(session, "ROOT", "测量", None, None, now)
        person = accounts.create(session, "B00001", "教员", root, None, now)
        roles.grant(session, person, Role.TRAINER, root, None, now)
        token = tokens.create(session, person, "bench", 30, now)
    with db.transaction() as session:
        banks = {bank.slug: bank.id for bank in session.scalars(select(Bank))}
        dice = random.Random(7)
        for rows in _rows(dice, banks, items, now):
            ids = session.scalars(
                insert(Item).returning(Item.id, sort_by_parameter_order=True), [r[0] for r in rows]
            ).all()
            versions = [version | {"item_id": id_} for id_, (_, version) in zip(ids, rows, strict=True)]
            session.execute(insert(ItemVersion), versions)
            numbers = [{"item_id": id_, "n": dice.randint(1, 400), "facility": dice.randint(0, 10_000),
                        "discrimination": dice.randint(-3_000, 8_000), "at": now} for id_ in ids[: len(ids) // 2]]  # fmt: skip
            session.execute(insert(ItemStatistic), numbers)
    index.rebuild(db)
    db.dispose()
    return token


def _rows(
    dice: random.Random, banks: dict[str, int], items: int, now: datetime
) -> Iterator[list[tuple[dict, dict]]]:
    """Yield items with their versions, a thousand at a time; a stem has fifteen words, each of four options six."""
    for start in range(0, items, 1000):
        yield [_row(dice, banks, number, now) for number in range(start, min(items, start + 1000))]


def _row(dice: random.Random, banks: dict[str, int], number: int, now: datetime) -> tuple[dict, dict]:
    slug = dice.choice(sorted(banks))
    stem = (
        "".join(dice.choices(_WORDS, _SHARES, k=15))
        + ("，须一文一事" if number % 50 == 0 else "")
        + f"（{number}）？"
    )
    options = ["".join(dice.choices(_WORDS, _SHARES, k=6)) for _ in range(4)]
    body = {
        "stem": stem,
        "options": [{"id": "abcd"[n], "text": o} for n, o in enumerate(options)],
        "shuffle": True,
    }
    kind = dice.choice(_KINDS)
    item = {
        "bank_id": banks[slug],
        "name": f"{slug}-{number:06d}",
        "state": dice.choice(("draft", "approved")),
        "number": 1,
    }
    version = {
        "number": 1, "kind": kind, "body": {"kind": kind, "body": body, "translations": {}}, "competency_id": slug,
        "level": dice.randint(1, 5), "points": 1, "source": f"《条例》第{dice.choice('一二三四五六七八九')}十五条",
        "rationale": {"zh": "理由", "en": ""}, "tags": [f"标签{dice.randint(1, 40)}"], "words": " ".join([stem, *options]),
        "hash": f"{number:064d}", "author": "甲", "created_at": now,
    }  # fmt: skip
    return item, version


if __name__ == "__main__":
    for row in measure():
        print(row.what, row.latency)
