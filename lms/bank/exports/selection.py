"""Takes questions out from a page: says first what a format cannot carry of which, then makes the file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.bank.browse import lists
from lms.bank.browse.lists import Filter
from lms.bank.exports.export import STATES, drafts_of
from lms.bank.listing_models import Listing
from lms.bank.models import Bank, Item
from lms.domain.access import Actor
from lms.domain.place import Place, QuestionNumber
from lms.domain.problem import Refused, Text
from lms.formats.item import Draft
from lms.formats.items import file_name, item_formats, writable
from lms.people.credentials import sign_in
from lms.platform import audit
from lms.platform.files import Files
from lms.platform.jobs import Job, Work, enqueue, handler

AT_ONCE = 1_000
"""Questions of a file that is made while a person waits; larger ones become a job."""
MOST = 10_000
"""Of one file; more are a matter for the command line."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which questions: those of a bank, or what a list shows. What is out of use only if the list is of that."""

    bank: str
    """"" for those of the list."""
    chosen: Filter

    @property
    def name(self) -> str:
        """Of the file."""
        return self.bank.replace(":", "-") or "questions"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format cannot carry, and of which questions: ids and names; none if it holds for the whole file."""

    what: Text
    how: Text
    items: Sequence[tuple[int, str]]


def banks(session: Session) -> list[str]:
    """The banks that can be taken out."""
    return list(session.scalars(select(Bank.slug).order_by(Bank.purpose, Bank.slug)))


def count(session: Session, actor: Actor, scope: Scope) -> int:
    """How many questions there are to take out."""
    return session.scalar(select(func.count(Item.id)).where(*_which(session, actor, scope))) or 0


def _which(session: Session, actor: Actor, scope: Scope) -> list[ColumnElement[bool]]:
    if scope.bank:
        bank = select(Bank.id).where(Bank.slug == scope.bank).scalar_subquery()
        return [Item.bank_id == bank, Item.state.in_(STATES)]
    listed = select(Listing.item_id).where(*lists.conditions(session, actor, scope.chosen))
    states = ("retired",) if scope.chosen.state == "retired" else STATES
    return [Item.id.in_(listed), Item.state.in_(states)]


def losses(session: Session, actor: Actor, scope: Scope, form: str) -> list[Loss]:
    """What the file will not hold, the same words once."""
    held = _drafts(session, actor, scope, form)
    about: dict[Place, list[tuple[int, str]]] = {}
    for id_, draft in held:
        for place in (QuestionNumber(id_), draft.by_name):  # formats say one or the other
            about.setdefault(place, []).append((id_, draft.name))
    found: dict[tuple[Text, Text], list[tuple[int, str]]] = {}
    for problem in item_formats()[form].losses(
        [replace(draft, where=QuestionNumber(id_)) for id_, draft in held]
    ):
        items = found.setdefault((problem.what, problem.how), [])
        items += about.get(problem.where.outermost, [])
    return [Loss(what, how, tuple(dict.fromkeys(items))) for (what, how), items in found.items()]


def _drafts(session: Session, actor: Actor, scope: Scope, form: str) -> list[tuple[int, Draft]]:
    _check(session, actor, scope, form)
    return drafts_of(session, *_which(session, actor, scope))


def _check(session: Session, actor: Actor, scope: Scope, form: str) -> None:
    many = count(session, actor, scope)
    if form not in writable() or many > MOST or not many:
        raise _refused(form, many)


def file(session: Session, actor: Actor, scope: Scope, form: str) -> tuple[bytes, int]:
    """The file and how many questions it was made of."""
    drafts = [draft for _, draft in _drafts(session, actor, scope, form)]
    return item_formats()[form].write(drafts), len(drafts)


def name(scope: Scope, form: str) -> str:
    """What the file is called."""
    return file_name(scope.name, form)


def note(session: Session, actor: Actor, scope: Scope, form: str, questions: int, now: datetime) -> None:
    """Who took out which questions, keys and all: written down before they leave."""
    said = {key: str(value) for key, value in asdict(scope.chosen).items() if value and not scope.bank}
    audit.record(
        session,
        "bank.export",
        f"bank:{scope.bank or '*'}",
        actor.id,
        now,
        "ok",
        to=form,
        questions=questions,
        **said,
    )


def later(session: Session, actor: Actor, scope: Scope, form: str, now: datetime) -> Job:
    """Queue it; the file belongs to the actor alone."""
    _check(session, actor, scope, form)
    payload = {"bank": scope.bank, "form": form, "chosen": asdict(scope.chosen)}
    return enqueue(session, "bank.export", payload, now, actor.id)


@handler("bank.export")
def _export(work: Work) -> dict[str, Any]:
    """{"bank", "form", "chosen"}; harmless when run twice."""
    asked: Mapping[str, Any] = work.payload
    scope, form = Scope(asked["bank"], Filter(**asked["chosen"])), asked["form"]
    with work.db.read() as session:
        actor = sign_in.actor_by_id(session, work.owner_id or 0)
        if actor is None:
            raise _refused(form, 0)
        made, questions = file(session, actor, scope, form)
    kept = Files(work.tools.settings.data_dir / "files").keep(made)
    with work.db.transaction() as session:
        note(session, actor, scope, form, questions, work.clock())
    return {"sha256": kept, "questions": questions, "name": name(scope, form)}


def _refused(form: str, many: int) -> Refused:
    if form not in writable():
        what = Text("没有选择格式", "No format was chosen")
        how = Text("请从列表中选择", "Choose one of the list")
    elif many:
        what = Text(
            f"共 {many} 题，一个文件最多 {MOST} 题",
            f"There are {many} questions; a file takes {MOST} at most",
        )
        how = Text(
            "请用查找条件分几次导出，或请系统管理员用 lms bank export",
            "Export them in parts by their filters, or ask the administrator for lms bank export",
        )
    else:
        what = Text("没有可导出的题", "There is nothing to export")
        how = Text("停用的题不导出；请换个范围", "What is out of use is left out; choose other questions")
    return Refused("bank.export", what, how, status=400)
