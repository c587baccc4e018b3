"""What the importer decides on the preview: the defaults, what becomes of a question, its text."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.bank.imports import find, messages
from lms.bank.imports.classify import classify_rows
from lms.bank.imports.content import draft_of
from lms.bank.imports.import_rows import LONGEST, fill_row, problems_as_json
from lms.bank.models import ImportRow, ItemImport
from lms.competency.find import competency_names
from lms.domain.access import Actor
from lms.domain.problem import Problem
from lms.formats import items
from lms.formats.item import Draft
from lms.formats.items import text, toml
from lms.platform import audit

_SMALL = 300
"""Rows of an import that are all classified again when one of them was edited."""


def set_defaults(
    session: Session, actor: Actor, import_id: int, competency: str, level: int, source: str, now: datetime
) -> ItemImport:
    """Set what applies to all questions that do not give it themselves; compare everything with the bank again."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    _require_competency(session, competency)
    imported.competency_id, imported.level, imported.source = competency, level, source
    reclassify(session, imported)
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


def recheck(session: Session, actor: Actor, import_id: int, now: datetime) -> None:
    """Compare every row with the bank as it is now; what nobody decided stays undecided."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    reclassify(session, imported)
    audit.record(session, "bank.import_recheck", f"import:{imported.id}", actor.id, now)


def text_to_edit(row: ImportRow) -> str:
    """Return the text in the file; TOML where the file is not made of lines; a template where both are missing."""
    if row.text:
        return row.text
    if row.draft is None:
        return "1. \nA. \nB. \n答案：\n解析：\n"
    return toml.write([draft_of(row)]).decode()


def reclassify(session: Session, imported: ItemImport) -> None:
    """Compare every row with the bank as it is now."""
    _classify_without_flush(session, imported, find.all_rows(session, imported))


def choose(
    session: Session, actor: Actor, import_id: int, position: int, choice: str, now: datetime
) -> ImportRow:
    """Choose what becomes of a row: add, version (of the similar item), skip, or "" for what its state implies."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    row = find.get_row(session, imported, position)
    if choice not in allowed_choices(row):
        raise messages.choice_not_allowed()
    row.choice = choice
    audit.record(
        session,
        "bank.import_choose",
        f"import:{imported.id}",
        actor.id,
        now,
        position=position,
        choice=choice,
    )
    return row


def allowed_choices(row: ImportRow) -> tuple[str, ...]:
    """Return the choices that make sense. The same text is never added twice."""
    if row.state in ("new", "changed"):
        return "", "skip"
    if row.state != "doubtful":
        return ("",)
    add = ("add",) if row.common != row.pieces else ()
    version = ("version",) if row.item_id is not None else ()
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
) -> ImportRow:
    """Set competency, level and source of one question; an empty value means the default."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    row = find.get_row(session, imported, position)
    if competency:
        _require_competency(session, competency)
    row.competency_id, row.level, row.source = competency or None, level, source or None
    _reclassify_after_edit(session, imported, row)
    audit.record(session, "bank.import_facts", f"import:{imported.id}", actor.id, now, position=position)
    return row


def edit_question(
    session: Session, actor: Actor, import_id: int, position: int, new_text: str, now: datetime
) -> ImportRow:
    """Replace the question by the one written in `new_text`. Raise Refused with the problems that remain."""
    imported = find.lock_own_import(session, actor, import_id, "previewed")
    row = find.get_row(session, imported, position)
    draft, notices = parse_question(new_text, imported.form)
    before = row.draft["name"] if row.draft else ""
    row.text, row.problems = new_text, problems_as_json(notices)
    fill_row(row, draft, competency_names(session))
    if row.draft is not None and before and draft.name != before and before == row.name:
        row.draft = {**row.draft, "name": before}  # it is still the item that the file named
    _reclassify_after_edit(session, imported, row)
    audit.record(session, "bank.import_mend", f"import:{imported.id}", actor.id, now, position=position)
    return row


def parse_question(written: str, form: str) -> tuple[Draft, list[Problem]]:
    """Parse one question written in TOML, in the format of the file or as in a paper.

    Raise Refused if there is not exactly one.
    """
    if not written.strip():
        raise messages.not_one_question(messages.NO_QUESTION)
    if len(written) > LONGEST:
        raise messages.not_one_question(messages.TEXT_TOO_LONG)
    data, problems = written.encode("utf-8", "replace"), list[Problem]()
    recognised = items.recognise(data, "x")
    for each in dict.fromkeys((recognised, form, text.FORMAT)):
        if each not in items.typed_formats():
            continue
        reading = items.read(data, "", each)
        if len(reading.drafts) == 1:
            return reading.drafts[0], list(reading.problems)
        if len(reading.drafts) > 1:
            raise messages.not_one_question(messages.several_questions(len(reading.drafts)))
        problems = problems or list(reading.problems)
    raise messages.not_one_question(messages.NOT_A_QUESTION, problems)


def _reclassify_after_edit(session: Session, imported: ItemImport, row: ImportRow) -> None:
    """Classify all rows of a small import again, since one may change the others; of a large one only this row."""
    is_small = sum(find.row_counts(session, imported).values()) <= _SMALL
    _classify_without_flush(session, imported, find.all_rows(session, imported) if is_small else [row])


def _classify_without_flush(session: Session, imported: ItemImport, rows: list[ImportRow]) -> None:
    """Classify rows; the changes are flushed once at the end, not with every query."""
    with session.no_autoflush:
        classify_rows(session, imported, rows)
    session.flush()


def _require_competency(session: Session, competency: str) -> None:
    if competency not in competency_names(session):
        raise messages.unknown_competency()
