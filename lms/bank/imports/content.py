"""An entry as the content of an item: what the file says, then what the item said before, then the defaults."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from lms.bank.models import ImportEntry, ItemImport, ItemVersion
from lms.bank.version_text import data_of
from lms.content.items import LONGEST_AREA, ItemContent
from lms.domain.place import NOWHERE
from lms.domain.question.difficulty import difficulty_of
from lms.domain.question.protocol import Question
from lms.formats import items
from lms.formats.item import Draft
from lms.questions import get_kind, restore_question, rubric_points


def competency_of(entry: ImportEntry, imported: ItemImport) -> str:
    """Its own, or the one chosen for all."""
    return entry.competency_id or imported.competency_id


def content_of(
    entry: ImportEntry, imported: ItemImport, name: str, base: ItemVersion | None = None
) -> ItemContent:
    """What the item `name` will say. A file that is silent changes nothing of an item that is there already."""
    assert entry.draft is not None
    draft, question = entry.draft, restore_question(entry.draft["question"])
    meta, more = draft["meta"], draft["more"]
    rationale = {"zh": draft["feedback"], "en": more.get("feedback_en", "")}
    content = ItemContent(
        place=NOWHERE,
        name=name,
        question=question,
        competency=base.competency_id if base else competency_of(entry, imported),
        area=meta.get("area") or meta.get("category", "")[:LONGEST_AREA],
        level=entry.level or imported.level,
        points=Decimal(draft["points"]),
        source=entry.source or imported.source,
        checked=_day(more.get("checked", "")),
        rationale=rationale,
        expires=more.get("expires", ""),
        tags=tuple(draft["tags"]),
        author=imported.by,
        reviewer="",
        case=str(more.get("case", "")),
        enemies=tuple(sorted(set(more.get("enemies", ())))),
        difficulty=difficulty_of(meta.get("difficulty", "")),
    )
    return _over(content, base, entry, imported) if base is not None else content


def _over(content: ItemContent, base: ItemVersion, entry: ImportEntry, imported: ItemImport) -> ItemContent:
    question = _with_translations(content.question, base)
    silent = items.may_omit_points(imported.form) and content.points == 1 and rubric_points(question) is None
    meta = entry.draft["meta"] if entry.draft else {}
    return replace(
        content,
        question=question,
        area=str(meta.get("area", "")) or base.area,
        level=entry.level or base.level,
        points=base.points if silent else content.points,
        source=entry.source or base.source,
        checked=content.checked or base.checked,
        rationale={**base.rationale, **{lang: text for lang, text in content.rationale.items() if text}},
        expires=content.expires or base.expires,
        tags=content.tags or tuple(base.tags),
        case=content.case or base.case,
        enemies=content.enemies or tuple(base.enemies),
        difficulty=content.difficulty or base.difficulty,
    )


def _with_translations(question: Question, base: ItemVersion) -> Question:
    """Translations that the file does not hold stay if they still fit the question."""
    before = restore_question(base.body)
    if question.translations or before.kind != question.kind or not before.translations:
        return question
    own = get_kind(question.kind)
    frame = own.invariants(question.body)
    fitting = {lang: body for lang, body in before.translations.items() if own.invariants(body) == frame}
    return Question(question.kind, question.body, fitting)


def draft_of(entry: ImportEntry) -> Draft:
    """The entry as a format writes it."""
    assert entry.draft is not None
    draft = entry.draft
    return Draft(
        where=entry.place,
        kind=draft["question"]["kind"],
        data=data_of(draft["question"]),
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
