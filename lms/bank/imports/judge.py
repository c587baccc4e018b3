"""What each entry is to the bank: new, a change of an item, the same, or much like another question."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.bank import find
from lms.bank.imports import similar
from lms.bank.imports.carried import same_words, unchanged
from lms.bank.imports.content import competency_of, content_of
from lms.bank.imports.similar import Held, Print
from lms.bank.models import Bank, ImportEntry, Item, ItemImport, ItemVersion
from lms.bank.version_text import is_unchanged
from lms.content.parse_values import SLUG
from lms.domain.question import likeness
from lms.domain.question.likeness import Likeness
from lms.domain.question.protocol import Question
from lms.formats.drafts.names import name_of
from lms.platform.db.insert import batched
from lms.questions import restore_question, same_question

Tell = Callable[[int], None]
"""Told how many entries are done."""
_LEAST_FOR_A_NAME = 50
"""Percent: questions that only share a name such as "第1题" are not one."""
_PART = 500
_MOST_SHARING = 50


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
    judged = _Judge(session, imported, questions or {})
    done = 0
    for part in batched(entries, _PART):
        judged.take([entry for entry in part if entry.draft is not None])
        tell(done := done + len(part))


class _Judge:
    """Remembers what came before in the same file."""

    def __init__(self, session: Session, imported: ItemImport, questions: Mapping[int, Question]) -> None:
        self._session, self._imported, self._questions = session, imported, questions
        self._names: set[tuple[str, str]] = set()
        self._equal: dict[str, ImportEntry] = {}
        self._bands: dict[int, list[int]] = {}
        self._texts: dict[int, str] = {}

    def take(self, entries: list[ImportEntry]) -> None:
        """One part of the file: a handful of queries, however many entries it has."""
        questions = [
            self._questions.get(entry.position) or restore_question(entry.draft["question"])
            for entry in entries
            if entry.draft
        ]
        prints = [similar.print_of(question) for question in questions]
        for entry, each in zip(entries, prints, strict=True):
            _forget(entry)
            entry.name = self._name(entry, each)
        named = self._named(entries)
        equal = similar.equal(self._session, {each.digest for each in prints})
        versions = self._versions(
            [*named.values(), *(held.version_id for all in equal.values() for held in all)]
        )
        open_ends: list[tuple[ImportEntry, Print]] = []
        bases: dict[int, tuple[Item, ItemVersion]] = {}
        for entry, question, each in zip(entries, questions, prints, strict=True):
            base = versions.get(named.get((competency_of(entry, self._imported), entry.name), 0))
            if base is not None and self._is_another(entry, base, each):
                base = None
            twins = [
                held for held in equal.get(each.digest, ()) if base is None or held.item_id != base[0].id
            ]
            if self._repeats(entry, each, question):
                pass
            elif (twin := self._twin(entry, twins, versions, question)) is not None:
                bases[entry.position] = twin
            elif base is not None:
                bases[entry.position] = base
                self._compare(entry, each, question, *base)
            else:
                open_ends.append((entry, each))
            self._remember(entry, each)
        self._forgive(entries, bases)
        self._look_around(open_ends)

    def _forgive(self, entries: list[ImportEntry], bases: dict[int, tuple[Item, ItemVersion]]) -> None:
        """What the format of the file cannot carry is no difference."""
        pairs = [
            (entry, *bases[entry.position])
            for entry in entries
            if entry.position in bases and bases[entry.position][0].state != "retired"
        ]
        form = self._imported.form
        for entry in unchanged(form, [pair for pair in pairs if pair[0].state == "changed"]):
            entry.state = "same"
        for entry in same_words(form, [pair for pair in pairs if pair[0].state == "doubtful"]):
            entry.state, entry.choice = "same", ""

    def _name(self, entry: ImportEntry, each: Print) -> str:
        """The name in the file if it can be one; else made of the name, or of the words, always the same."""
        assert entry.draft is not None
        said, stem = str(entry.draft["name"]), entry.draft["question"]["body"]["stem"]
        own = f"q-{each.digest[:16]}"
        if SLUG.fullmatch(said) and len(said) <= 80:
            name = said
        elif said and said != name_of(stem):
            name = f"q-{sha256(likeness.key(said).encode('utf-8', 'replace')).hexdigest()[:16]}"
        else:
            name = own
        competency = competency_of(entry, self._imported)
        tried = [name, own, *(f"{own}-{n}" for n in range(2, 50))]
        name = next(
            name for name in [*tried, f"{own}-{entry.position}"] if (competency, name) not in self._names
        )
        self._names.add((competency, name))
        return name

    def _named(self, entries: list[ImportEntry]) -> dict[tuple[str, str], int]:
        """The newest version of the item of that name, by (bank, name)."""
        names = {entry.name for entry in entries}
        slugs = {competency_of(entry, self._imported) for entry in entries}
        rows = self._session.execute(
            select(Bank.slug, Item.name, ItemVersion.id)
            .join(Item, Item.bank_id == Bank.id)
            .join(ItemVersion, find.newest())
            .where(Bank.purpose == "exam", Bank.slug.in_(slugs), Item.name.in_(names))
        )
        return {(slug, name): version_id for slug, name, version_id in rows}

    def _versions(self, ids: list[int]) -> dict[int, tuple[Item, ItemVersion]]:
        rows = [
            (item, version)
            for part in batched(ids, _PART)
            for item, version in self._session.execute(
                select(Item, ItemVersion)
                .join(ItemVersion, find.newest())
                .where(ItemVersion.id.in_(part))
                .execution_options(populate_existing=True)
            )
        ]
        return {version.id: (item, version) for item, version in rows}

    def _is_another(self, entry: ImportEntry, base: tuple[Item, ItemVersion], each: Print) -> bool:
        """A made-up name may be that of another question; then this one is named by its words."""
        how = _how_like(each, similar.print_of(restore_question(base[1].body)).text)
        if not entry.name.startswith("q-") or how.percent >= _LEAST_FOR_A_NAME:
            return False
        entry.name = f"q-{each.digest[:16]}"
        return True

    def _compare(
        self, entry: ImportEntry, each: Print, question: Question, item: Item, version: ItemVersion
    ) -> None:
        """With the item of its name. Where we made the name, other blanks and marks are no change."""
        content = content_of(entry, self._imported, item.name, version)
        theirs = restore_question(version.body)
        entry.item_id, entry.base_number = item.id, item.number
        if _name_is_ours(entry) and similar.print_of(theirs).digest == each.digest:
            if not same_question(question, theirs):
                self._doubt(entry, _how_like_text(each.text))
                return
            content = replace(content, question=theirs)
        same = is_unchanged(version, content) and item.state != "retired"
        entry.state = "same" if same else "changed"
        if entry.choice in ("add", "version"):
            entry.choice = ""

    def _repeats(self, entry: ImportEntry, each: Print, question: Question) -> bool:
        """The same words earlier in the file."""
        first = self._equal.get(each.digest)
        if first is None or first.draft is None:
            return False
        entry.twin = first.position
        same = same_question(question, restore_question(first.draft["question"]))
        self._doubt(entry, _how_like(each, each.text), same=same)
        return True

    def _twin(
        self,
        entry: ImportEntry,
        twins: list[Held],
        versions: dict[int, tuple[Item, ItemVersion]],
        question: Question,
    ) -> tuple[Item, ItemVersion] | None:
        """The other item that has the same words."""
        for held in twins:
            if held.version_id in versions:
                twin = versions[held.version_id]
                self._point(entry, held)
                same = same_question(question, restore_question(twin[1].body)) and not held.retired
                self._doubt(entry, _how_like_text(held.text), same=same)
                return twin
        return None

    def _look_around(self, open_ends: list[tuple[ImportEntry, Print]]) -> None:
        """For near-duplicates, in the file and in the bank."""
        found = similar.near(self._session, [each for _, each in open_ends])
        for (entry, each), near in zip(open_ends, found, strict=True):
            inside = self._near_inside(entry, each)
            if inside is not None and (not near or inside[1].percent >= near[0][1].percent):
                entry.twin = inside[0]
                self._doubt(entry, inside[1])
            elif near:
                self._point(entry, near[0][0])
                self._doubt(entry, near[0][1])
            elif entry.choice == "version":
                entry.choice = ""

    def _near_inside(self, entry: ImportEntry, each: Print) -> tuple[int, Likeness] | None:
        counted: Counter[int] = Counter()
        for band in each.bands:
            counted.update(place for place in self._bands.get(band, ()) if place < entry.position)
        if not counted:
            return None
        own = likeness.pieces(each.text)
        found = [
            (place, likeness.likeness(own, likeness.pieces(self._texts[place])))
            for place, _ in counted.most_common(5)
        ]
        good = [pair for pair in found if pair[1].percent >= likeness.ALIKE]
        return max(good, key=lambda pair: (pair[1].percent, -pair[0])) if good else None

    def _remember(self, entry: ImportEntry, each: Print) -> None:
        self._equal.setdefault(each.digest, entry)
        self._texts[entry.position] = each.text
        for band in each.bands:
            sharing = self._bands.setdefault(band, [])
            if len(sharing) < _MOST_SHARING:
                sharing.append(entry.position)

    def _point(self, entry: ImportEntry, held: Held) -> None:
        entry.item_id, entry.base_number = held.item_id, held.number

    def _doubt(self, entry: ImportEntry, how: Likeness, *, same: bool = False) -> None:
        entry.state = "same" if same else "doubtful"
        entry.common, entry.pieces = how.common, how.all
        wrong = entry.choice == "version" and entry.item_id is None
        if same or wrong or (entry.choice == "add" and how.common == how.all):
            entry.choice = ""


def _forget(entry: ImportEntry) -> None:
    entry.state, entry.item_id, entry.base_number = "new", None, None
    entry.twin = entry.common = entry.pieces = None


def _name_is_ours(entry: ImportEntry) -> bool:
    """Whether the name was made, and not written in the file: an exported file that was edited names its items."""
    return entry.name.startswith("q-") and (entry.draft is None or entry.draft["name"] != entry.name)


def _how_like(each: Print, text: str) -> Likeness:
    return likeness.likeness(likeness.pieces(each.text), likeness.pieces(text))


def _how_like_text(text: str) -> Likeness:
    many = len(likeness.pieces(text))
    return Likeness(many, many)
