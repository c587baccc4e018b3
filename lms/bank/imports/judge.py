"""What each entry is to the bank: new, a change of an item, the same, or much like another question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.imports import similar
from lms.bank.imports.carried import same_words, unchanged
from lms.bank.imports.content import competency_of, content_of
from lms.bank.imports.earlier import Earlier
from lms.bank.imports.similar import Held, Print
from lms.bank.imports.verdict import NEW, Base, Verdict, settle
from lms.bank.models import Bank, ImportEntry, Item, ItemImport, ItemVersion
from lms.bank.version_text import is_unchanged
from lms.content.parse_values import SLUG
from lms.domain.question import similarity
from lms.domain.question.protocol import Question
from lms.domain.question.similarity import Similarity
from lms.formats.drafts.names import name_of
from lms.platform.db.insert import batched
from lms.questions import restore_question, same_question

Tell = Callable[[int], None]
"""Told how many entries are done."""
_LEAST_FOR_A_NAME = 50
"""Percent: questions that only share a name such as "第1题" are not one."""
_PART = 500


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry that holds a question."""

    entry: ImportEntry
    question: Question
    print: Print
    competency: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the bank holds about a part of the file."""

    named: Mapping[tuple[str, str], int]
    """The newest version of the item of that name, by (bank, name)."""
    equal: Mapping[str, Sequence[Held]]
    """Items with the same words, by these."""
    versions: Mapping[int, Base]


def judge(
    session: Session,
    imported: ItemImport,
    entries: Sequence[ImportEntry],
    tell: Tell = lambda _: None,
    questions: Mapping[int, Question] | None = None,
) -> None:
    """Says of each entry what it is; decisions already made stay where they still make sense.

    Whoever has just read the `questions`, by position, spares them being made again.
    """
    earlier, known_questions, done = Earlier(), questions or {}, 0
    for part in batched(entries, _PART):
        read = [_read(entry, imported, known_questions) for entry in part if entry.draft is not None]
        _judge_part(session, imported, read, earlier)
        tell(done := done + len(part))


def _read(entry: ImportEntry, imported: ItemImport, questions: Mapping[int, Question]) -> _Read:
    assert entry.draft is not None
    question = questions.get(entry.position) or restore_question(entry.draft["question"])
    return _Read(entry, question, similar.print_of(question), competency_of(entry, imported))


def _judge_part(session: Session, imported: ItemImport, part: list[_Read], earlier: Earlier) -> None:
    """One part of the file: a handful of queries, however many entries it has."""
    for one in part:
        one.entry.name = earlier.take_name(one.competency, _names(one))
    known = _known(session, part)
    verdicts: dict[int, Verdict] = {}
    for one in part:
        found = _verdict(one, imported, known, earlier)
        if found is not None:
            verdicts[one.entry.position] = found
        earlier.remember(one.entry, one.print)
    verdicts |= _forgiven(imported.form, part, verdicts)
    verdicts |= _near(session, [one for one in part if one.entry.position not in verdicts], earlier)
    for one in part:
        settle(one.entry, verdicts.get(one.entry.position, NEW))


def _names(one: _Read) -> list[str]:
    """The name in the file if it can be one; else made of the name, or of the words, always the same."""
    assert one.entry.draft is not None
    said, stem = str(one.entry.draft["name"]), one.entry.draft["question"]["body"]["stem"]
    own = _made_name(one.print)
    if SLUG.fullmatch(said) and len(said) <= 80:
        name = said
    elif said and said != name_of(stem):
        name = f"q-{sha256(similarity.compared_text(said).encode('utf-8', 'replace')).hexdigest()[:16]}"
    else:
        name = own
    return [name, own, *(f"{own}-{n}" for n in range(2, 50)), f"{own}-{one.entry.position}"]


def _made_name(print_: Print) -> str:
    return f"q-{print_.digest[:16]}"


def _known(session: Session, part: Sequence[_Read]) -> _Known:
    named = _named(session, part)
    equal = similar.equal(session, {one.print.digest for one in part})
    ids = [*named.values(), *(held.version_id for every in equal.values() for held in every)]
    return _Known(named, equal, _versions(session, ids))


def _named(session: Session, part: Sequence[_Read]) -> dict[tuple[str, str], int]:
    names, slugs = {one.entry.name for one in part}, {one.competency for one in part}
    rows = session.execute(
        select(Bank.slug, Item.name, ItemVersion.id)
        .join(Item, Item.bank_id == Bank.id)
        .join(ItemVersion, find.newest())
        .where(Bank.purpose == "exam", Bank.slug.in_(slugs), Item.name.in_(names))
    )
    return {(slug, name): version_id for slug, name, version_id in rows}


def _versions(session: Session, ids: list[int]) -> dict[int, Base]:
    rows = [
        (item, version)
        for part in batched(ids, _PART)
        for item, version in session.execute(
            select(Item, ItemVersion)
            .join(ItemVersion, find.newest())
            .where(ItemVersion.id.in_(part))
            .execution_options(populate_existing=True)
        )
    ]
    return {version.id: (item, version) for item, version in rows}


def _verdict(one: _Read, imported: ItemImport, known: _Known, earlier: Earlier) -> Verdict | None:
    """By the same words or by its name; None where only near-duplicates are left to be looked for."""
    base = known.versions.get(known.named.get((one.competency, one.entry.name), 0))
    if base is not None and _is_another(one, base):
        one.entry.name, base = _made_name(one.print), None
    first = earlier.equal(one.print)
    if first is not None and first.draft is not None:
        same = same_question(one.question, restore_question(first.draft["question"]))
        return Verdict(_doubt(same), twin=first.position, alike=_whole(one.print.text))
    twins = (held for held in known.equal.get(one.print.digest, ()) if held.version_id in known.versions)
    for held in twins:
        if base is None or held.item_id != base[0].id:
            return _of_twin(one, held, known.versions[held.version_id])
    return _of_name(one, imported, base) if base is not None else None


def _is_another(one: _Read, base: Base) -> bool:
    """A made-up name may be that of another question; then this one is named by its words."""
    theirs = similar.print_of(restore_question(base[1].body)).text
    how = similarity.jaccard(similarity.shingles(one.print.text), similarity.shingles(theirs))
    return one.entry.name.startswith("q-") and how.percent < _LEAST_FOR_A_NAME


def _of_twin(one: _Read, held: Held, base: Base) -> Verdict:
    """Another item has the same words."""
    same = same_question(one.question, restore_question(base[1].body)) and not held.retired
    return Verdict(_doubt(same), held.item_id, held.number, alike=_whole(held.text), base=base)


def _of_name(one: _Read, imported: ItemImport, base: Base) -> Verdict:
    """The item of its name. Where we made the name, other blanks and marks are no change."""
    item, version = base
    content, theirs = content_of(one.entry, imported, item.name, version), restore_question(version.body)
    if _name_is_ours(one.entry) and similar.print_of(theirs).digest == one.print.digest:
        if not same_question(one.question, theirs):
            return Verdict("doubtful", item.id, item.number, alike=_whole(one.print.text), base=base)
        content = replace(content, question=theirs)
    same = is_unchanged(version, content) and item.state != "retired"
    return Verdict("same" if same else "changed", item.id, item.number, base=base)


def _forgiven(form: str, part: Sequence[_Read], verdicts: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """What the format of the file cannot carry is no difference."""
    found: dict[int, Verdict] = {}
    for state, equal in (("changed", unchanged), ("doubtful", same_words)):
        judged = ((one.entry, verdicts.get(one.entry.position, NEW)) for one in part)
        pairs = [
            (entry, *verdict.base)
            for entry, verdict in judged
            if verdict.state == state and verdict.base is not None and verdict.base[0].state != "retired"
        ]
        for entry in equal(form, pairs):
            found[entry.position] = replace(verdicts[entry.position], state="same")
    return found


def _near(session: Session, part: Sequence[_Read], earlier: Earlier) -> dict[int, Verdict]:
    """Near-duplicates in the file and in the bank."""
    found: dict[int, Verdict] = {}
    for one, near in zip(part, similar.near(session, [each.print for each in part]), strict=True):
        inside = earlier.near(one.entry.position, one.print)
        if inside is not None and (not near or inside[1].percent >= near[0][1].percent):
            found[one.entry.position] = Verdict("doubtful", twin=inside[0], alike=inside[1])
        elif near:
            held, how = near[0]
            found[one.entry.position] = Verdict("doubtful", held.item_id, held.number, alike=how)
    return found


def _doubt(same: bool) -> str:
    return "same" if same else "doubtful"


def _name_is_ours(entry: ImportEntry) -> bool:
    """Whether the name was made, and not written in the file: an exported file that was edited names its items."""
    return entry.name.startswith("q-") and (entry.draft is None or entry.draft["name"] != entry.name)


def _whole(text: str) -> Similarity:
    """Of equal texts."""
    many = len(similarity.shingles(text))
    return Similarity(many, many)
