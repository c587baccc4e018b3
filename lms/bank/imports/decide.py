"""What the importer decides on the preview: the defaults, what becomes of a question, its words."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.bank.imports import find
from lms.bank.imports.content import draft_of
from lms.bank.imports.entries import LONGEST, fill, told
from lms.bank.imports.judge import judge
from lms.bank.models import ImportEntry, ItemImport
from lms.competency import profile
from lms.domain.access import Actor
from lms.domain.problem import Problem, Refused, Text
from lms.formats import items
from lms.formats.item import Draft
from lms.formats.items import text as paper
from lms.formats.items import toml
from lms.platform import audit


def set_defaults(
    session: Session, actor: Actor, import_id: int, competency: str, level: int, source: str, now: datetime
) -> ItemImport:
    """For all questions that do not say it themselves; everything is compared with the bank again."""
    imported = find.own(session, actor, import_id, "previewed")
    _known(session, competency)
    imported.competency_id, imported.level, imported.source = competency, level, source
    recheck(session, imported)
    audit.record(
        session,
        "bank.import_defaults",
        f"import:{imported.id}",
        actor.id,
        now,
        competency=competency,
        level=level,
    )
    return imported


def recheck_own(session: Session, actor: Actor, import_id: int, now: datetime) -> None:
    """Compares every entry with the bank as it is now; what nobody decided stays undecided."""
    imported = find.own(session, actor, import_id, "previewed")
    recheck(session, imported)
    audit.record(session, "bank.import_recheck", f"import:{imported.id}", actor.id, now)


def text_to_mend(entry: ImportEntry) -> str:
    """What stands in the file; our TOML where the file is not made of lines; a form to fill in for what is lost."""
    if entry.text:
        return entry.text
    if entry.draft is None:
        return "1. \nA. \nB. \n答案：\n解析：\n"
    return toml.write([draft_of(entry)]).decode()


def recheck(session: Session, imported: ItemImport) -> None:
    """Compares every entry with the bank as it is now."""
    entries = find.every(session, imported)
    with session.no_autoflush:
        judge(session, imported, entries)
    session.flush()


def choose(
    session: Session, actor: Actor, import_id: int, position: int, choice: str, now: datetime
) -> ImportEntry:
    """add, version (of what it is like), skip, or "" for what its state says."""
    imported = find.own(session, actor, import_id, "previewed")
    entry = find.entry(session, imported, position)
    if choice not in allowed(entry):
        raise Refused(
            "bank.import_choice",
            Text("这道题不能这样处理", "This cannot be done with this question"),
            Text("请从页面上的几种处理中选一种", "Choose one of those on the page"),
            status=400,
        )
    entry.choice = choice
    audit.record(
        session,
        "bank.import_choose",
        f"import:{imported.id}",
        actor.id,
        now,
        position=position,
        choice=choice,
    )
    return entry


def allowed(entry: ImportEntry) -> tuple[str, ...]:
    """The choices that make sense. The same words twice are never added."""
    if entry.state in ("new", "changed"):
        return "", "skip"
    if entry.state != "doubtful":
        return ("",)
    add = ("add",) if entry.common != entry.pieces else ()
    version = ("version",) if entry.item_id is not None else ()
    return ("", *add, *version, "skip")


def set_facts(
    session: Session,
    actor: Actor,
    import_id: int,
    position: int,
    competency: str,
    level: int | None,
    source: str,
    now: datetime,
) -> ImportEntry:
    """Competency, level and source of one question; empty: as for all."""
    imported = find.own(session, actor, import_id, "previewed")
    entry = find.entry(session, imported, position)
    if competency:
        _known(session, competency)
    entry.competency_id, entry.level, entry.source = competency or None, level, source or None
    _judge_again(session, imported, entry)
    audit.record(session, "bank.import_facts", f"import:{imported.id}", actor.id, now, position=position)
    return entry


def mend(
    session: Session, actor: Actor, import_id: int, position: int, text: str, now: datetime
) -> ImportEntry:
    """The question as somebody wrote it on the page. Raises Refused with what is still wrong."""
    imported = find.own(session, actor, import_id, "previewed")
    entry = find.entry(session, imported, position)
    draft, notes = read_one(text, imported.form)
    before = entry.draft["name"] if entry.draft else ""
    entry.text, entry.problems = text, told(notes)
    fill(entry, draft, profile.names(session))
    if entry.draft is not None and before and draft.name != before and before == entry.name:
        entry.draft = {**entry.draft, "name": before}  # it stays the item that the file named
    _judge_again(session, imported, entry)
    audit.record(session, "bank.import_mend", f"import:{imported.id}", actor.id, now, position=position)
    return entry


def read_one(text: str, form: str) -> tuple[Draft, list[Problem]]:
    """The one question that a text writes, in our TOML, in the grammar of the file or in that of papers."""
    if not text.strip() or len(text) > LONGEST:
        what = (
            Text("没有题目", "There is no question")
            if not text.strip()
            else Text("文字过长", "The text is too long")
        )
        raise _not_one(what, [])
    data, wrong = text.encode("utf-8", "replace"), list[Problem]()
    found = items.recognise(data, "x")
    for each in dict.fromkeys((found, form, paper.FORMAT)):
        if each not in items.typed_formats():
            continue
        reading = items.read(data, "", each)
        if len(reading.drafts) == 1:
            return reading.drafts[0], list(reading.problems)
        if len(reading.drafts) > 1:
            what = Text(f"有 {len(reading.drafts)} 道题", f"There are {len(reading.drafts)} questions")
            raise _not_one(what, [])
        wrong = wrong or list(reading.problems)
    raise _not_one(Text("还读不成一道题", "This is not a question yet"), wrong)


def _not_one(what: Text, problems: list[Problem]) -> Refused:
    how = Text("请按提示改好，一次写一道题", "Mend it as told, and write one question")
    return Refused("bank.import_mend", what, how, status=400, problems=problems)


def _judge_again(session: Session, imported: ItemImport, entry: ImportEntry) -> None:
    """One question may change what the others are: in a small file all are judged again."""
    recheck(session, imported) if _is_small(session, imported) else _alone(session, imported, entry)


def _is_small(session: Session, imported: ItemImport) -> bool:
    return sum(find.totals(session, imported).values()) <= 300


def _alone(session: Session, imported: ItemImport, entry: ImportEntry) -> None:
    with session.no_autoflush:
        judge(session, imported, [entry])
    session.flush()


def _known(session: Session, competency: str) -> None:
    if competency not in profile.names(session):
        raise Refused(
            "bank.competency",
            Text("没有这项能力", "There is no such competency"),
            Text("请从列表中选择", "Choose one of the list"),
            status=400,
        )
