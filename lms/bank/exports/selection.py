"""Exports questions from a page: says first what a format cannot carry of which questions, then makes the file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.exports import messages
from lms.bank.exports.export import STATES, count_written, drafts_of
from lms.bank.listing_models import Listing
from lms.bank.models import Bank, Item
from lms.domain.access import Actor
from lms.domain.place import Place, QuestionNumber
from lms.domain.problem import Text
from lms.formats.item import Draft
from lms.formats.items import file_name, item_formats, writable
from lms.people.credentials import sign_in
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler

AT_ONCE = 1_000
"""The most questions of a file that is made in the request; larger files are made by a job."""
MOST = 10_000
"""The most questions of a file; more can be exported by command."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which questions: those of a bank, or of a list. Retired ones only if the list shows retired ones alone."""

    bank: str
    """Empty for the questions of the list."""
    chosen: Filter

    @property
    def name(self) -> str:
        """The name of the file, without its suffix."""
        return self.bank.replace(":", "-") or "questions"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format cannot carry, and of which questions: ids and names; none if it concerns the whole file."""

    what: Text
    how: Text
    items: Sequence[tuple[int, str]]


def banks(session: Session) -> list[str]:
    """Return the banks that can be exported."""
    return list(session.scalars(select(Bank.slug).order_by(Bank.purpose, Bank.slug)))


def count(session: Session, actor: Actor, scope: Scope) -> int:
    """Return the number of questions to export."""
    return session.scalar(select(func.count(Item.id)).where(*_conditions(session, actor, scope))) or 0


def _conditions(session: Session, actor: Actor, scope: Scope) -> list[ColumnElement[bool]]:
    if scope.bank:
        bank = select(Bank.id).where(Bank.slug == scope.bank).scalar_subquery()
        return [Item.bank_id == bank, Item.state.in_(STATES)]
    listed = select(Listing.item_id).where(*lists.conditions(session, actor, scope.chosen))
    states = ("retired",) if scope.chosen.state == "retired" else STATES
    return [Item.id.in_(listed), Item.state.in_(states)]


def losses(session: Session, actor: Actor, scope: Scope, format_name: str) -> list[Loss]:
    """Return what the file will not contain; losses in the same words are one. Raise Refused if nothing can be exported."""
    drafts = _drafts(session, actor, scope, format_name)
    about: dict[Place, list[tuple[int, str]]] = {}
    for id_, draft in drafts:
        for place in (QuestionNumber(id_), draft.by_name):  # a format uses one or the other
            about.setdefault(place, []).append((id_, draft.name))
    by_words: dict[tuple[Text, Text], list[tuple[int, str]]] = {}
    for problem in item_formats()[format_name].losses(
        [replace(draft, where=QuestionNumber(id_)) for id_, draft in drafts]
    ):
        items = by_words.setdefault((problem.what, problem.how), [])
        items += about.get(problem.where.outermost, [])
    return [Loss(what, how, tuple(dict.fromkeys(items))) for (what, how), items in by_words.items()]


def _drafts(session: Session, actor: Actor, scope: Scope, format_name: str) -> list[tuple[int, Draft]]:
    _check_exportable(session, actor, scope, format_name)
    return drafts_of(session, *_conditions(session, actor, scope))


def _check_exportable(session: Session, actor: Actor, scope: Scope, format_name: str) -> None:
    """Raise Refused if the format is unknown, or if there are too many questions or none."""
    if format_name not in writable():
        raise messages.no_format()
    questions = count(session, actor, scope)
    if questions > MOST:
        raise messages.too_many_to_export(questions, MOST)
    if not questions:
        raise messages.nothing_to_export()


def make_file(session: Session, actor: Actor, scope: Scope, format_name: str) -> tuple[bytes, int]:
    """Return the file and the number of its questions, without those that the format leaves out."""
    drafts = [draft for _, draft in _drafts(session, actor, scope, format_name)]
    form = item_formats()[format_name]
    return form.write(drafts), count_written(drafts, form.losses(drafts))


def download_name(scope: Scope, format_name: str) -> str:
    """Return the name of the file."""
    return file_name(scope.name, format_name)


def record_export(
    session: Session, actor: Actor, scope: Scope, format_name: str, questions: int, now: datetime
) -> None:
    """Record in the audit trail who exports which questions with their keys, before the file is sent."""
    filters = {key: str(value) for key, value in asdict(scope.chosen).items() if value and not scope.bank}
    audit.record(
        session,
        "bank.export",
        f"bank:{scope.bank or '*'}",
        actor.id,
        now,
        "ok",
        to=format_name,
        questions=questions,
        **filters,
    )


def enqueue_export(session: Session, actor: Actor, scope: Scope, format_name: str, now: datetime) -> Job:
    """Queue the export; only the actor can download the file."""
    _check_exportable(session, actor, scope, format_name)
    payload = {"bank": scope.bank, "form": format_name, "chosen": asdict(scope.chosen)}
    return enqueue(session, "bank.export", payload, now, actor.id)


@handler("bank.export")
def _run_export(work: Work) -> dict[str, Any]:
    """Make the file of a queued export. Idempotent. The payload is {"bank", "form", "chosen"}."""
    payload: Mapping[str, Any] = work.payload
    scope, format_name = Scope(payload["bank"], Filter(**payload["chosen"])), payload["form"]
    with work.db.read() as session:
        actor = sign_in.actor_by_id(session, work.owner_id or 0)
        if actor is None:
            raise messages.nothing_to_export()
        data, questions = make_file(session, actor, scope, format_name)
    sha256 = Files(work.tools.settings.data_dir / "files").keep(data)
    with work.db.transaction() as session:
        record_export(session, actor, scope, format_name, questions, work.clock())
    return {"sha256": sha256, "questions": questions, "name": download_name(scope, format_name)}
