"""Turn a row into the content of an item: from the file, else from the item's version, else from the defaults."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lms.bank.models import ImportRow, ItemImport, ItemVersion
from lms.bank.version_text import question_data
from lms.content.items import LONGEST_AREA, ItemContent
from lms.domain.place import NOWHERE
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.domain.question.use import PRACTICE
from lms.formats import items
from lms.formats.item import Draft
from lms.questions import get_kind, restore_question, rubric_points


def competency_of(row: ImportRow, imported: ItemImport) -> str:
    """Return the competency of the row, or the default of the import."""
    return row.competency_id or imported.competency_id


def content_of(
    row: ImportRow, imported: ItemImport, name: str, base: ItemVersion | None = None
) -> ItemContent:
    """Return the future content of the item `name`. What the file leaves out stays as it is in `base`."""
    assert row.draft is not None
    draft, question = row.draft, restore_question(row.draft["question"])
    meta, more = draft["meta"], draft["more"]
    rationale = {"zh": draft["feedback"], "en": more.get("feedback_en", "")}
    content = ItemContent(
        place=NOWHERE,
        name=name,
        question=question,
        competency=base.competency_id if base else competency_of(row, imported),
        area=meta.get("area") or meta.get("category", "")[:LONGEST_AREA],
        level=row.level or imported.level,
        points=Decimal(draft["points"]),
        source=row.source or imported.source,
        checked=_day(more.get("checked", "")),
        rationale=rationale,
        expires=more.get("expires", ""),
        tags=tuple(draft["tags"]),
        author=imported.by,
        reviewer="",
        case=str(more.get("case", "")),
        enemies=tuple(sorted(set(more.get("enemies", ())))),
        difficulty=difficulty_of(meta.get("difficulty", "")),
        practice=more.get("use") == PRACTICE,
    )
    return _merge_with_base(content, base, row, imported) if base is not None else content


def _merge_with_base(
    content: ItemContent, base: ItemVersion, row: ImportRow, imported: ItemImport
) -> ItemContent:
    question = _with_translations(content.question, base)
    omits_points = (
        items.may_omit_points(imported.form) and content.points == 1 and rubric_points(question) is None
    )
    meta, more = (row.draft["meta"], row.draft["more"]) if row.draft else ({}, {})
    return replace(
        content,
        question=question,
        area=str(meta.get("area", "")) or base.area,
        level=row.level or base.level,
        points=base.points if omits_points else content.points,
        source=row.source or base.source,
        checked=content.checked or base.checked,
        rationale={**base.rationale, **{lang: text for lang, text in content.rationale.items() if text}},
        expires=content.expires or base.expires,
        tags=content.tags or tuple(base.tags),
        case=content.case or base.case,
        enemies=content.enemies or tuple(base.enemies),
        difficulty=content.difficulty or base.difficulty,
        practice=content.practice or (base.practice and "use" not in more),
    )


def _with_translations(question: Question, base: ItemVersion) -> Question:
    """Keep translations that the file does not have if they still fit the question."""
    before = restore_question(base.body)
    if question.translations or before.kind != question.kind or not before.translations:
        return question
    own = get_kind(question.kind)
    frame = own.invariants(question.body)
    fitting = {lang: body for lang, body in before.translations.items() if own.invariants(body) == frame}
    return Question(question.kind, question.body, fitting)


def draft_of(row: ImportRow) -> Draft:
    """Return the row as a draft, which formats write."""
    assert row.draft is not None
    draft = row.draft
    return Draft(
        where=row.place,
        kind=draft["question"]["kind"],
        data=question_data(draft["question"]),
        name=draft["name"],
        points=Decimal(draft["points"]),
        tags=tuple(draft["tags"]),
        feedback=draft["feedback"],
        meta=draft["meta"],
        more=draft["more"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
