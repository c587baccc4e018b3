"""What an exam may draw from, and whether it is enough."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lms.domain.exam import assembly, messages
from lms.domain.exam.assembly import Case, Source
from lms.domain.exam.blueprint import CaseDraw, Draw, Fixed, Plan
from lms.domain.place import FieldPath, Place
from lms.domain.problem import Problem
from lms.domain.question.protocol import AUTO, MARKER, NEVER


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item version that an exam may draw; `version` is any number that distinguishes it from the others."""

    version: int
    name: str
    """"bank/item"."""
    kind: str
    competency: str
    area: str
    level: int
    points: Decimal
    case: str = ""
    """"bank/item" of the stimulus that it is about."""
    enemies: frozenset[str] = frozenset()
    order: int = 0
    """The order in which the author put the questions of a case, and in which they are asked."""
    scored: str = AUTO
    """How its kind is scored. What people mark has the points of its rubric: a plan cannot give it others."""
    practice: bool = False
    """For practice only: a plan that names it is refused, and nothing draws it."""

    @property
    def is_text(self) -> bool:
        """Whether it is a stimulus: named in a plan or drawn as a case, and without points."""
        return self.scored == NEVER


def build_pool(plan: Plan, items: Sequence[PoolItem]) -> tuple[list[Source], list[Problem]]:
    """Return what every draw may take, and what is wrong: [] if forms can be drawn."""
    practice = _practice_names(items)
    builder = _PoolBuilder(plan, [c for c in items if c.name not in practice], practice)
    sources: list[Source] = []
    for number, section in enumerate(plan.sections, 1):
        for place, fixed in enumerate(section.fixed, 1):
            sources.append(builder.fixed(f"section[{number}].fixed[{place}]", number, fixed))
        for place, draw in enumerate(section.draws, 1):
            sources.append(builder.drawn(f"section[{number}].draw[{place}]", number, draw))
        for place, case in enumerate(section.cases, 1):
            sources.append(builder.cases(f"section[{number}].case[{place}]", number, case))
    sources = builder.with_enemies(sources)
    lacking = [p for p in assembly.shortages(sources) if p.where not in builder.explained]
    return sources, builder.problems + lacking


def fitting(draw: Draw, items: Sequence[PoolItem]) -> list[PoolItem]:
    """Return what an ordinary draw may take: neither a stimulus nor a question about one."""
    return [
        c for c in items if not c.is_text and not c.case and draw.takes(c.competency, c.kind, c.level, c.area)
    ]


def fitting_cases(draw: CaseDraw, items: Sequence[PoolItem]) -> list[tuple[PoolItem, list[PoolItem]]]:
    """Return the stimuli that a draw of cases may take, with their questions; some may have too few of them."""
    about: dict[str, list[PoolItem]] = {}
    for c in sorted(items, key=lambda c: (c.order, c.version)):
        if c.case and not c.is_text:
            about.setdefault(c.case, []).append(c)
    return [
        (c, about.get(c.name, [])) for c in items if c.is_text and draw.takes(c.competency, c.level, c.area)
    ]


def _practice_names(items: Sequence[PoolItem]) -> set[str]:
    """Return the names of the items for practice only, with the questions about such a stimulus."""
    own = {c.name for c in items if c.practice}
    return own | {c.name for c in items if c.case in own}


class _PoolBuilder:
    """The items for one plan. A fixed item is on every form, so its enemies can be on none."""

    def __init__(self, plan: Plan, items: Sequence[PoolItem], practice: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self.explained: set[Place] = set()
        """Where a problem already says why nothing matches."""
        self._items = items
        self._practice = practice
        self._by_name = {c.name: c for c in items}
        names = [(n, f.item) for n, section in enumerate(plan.sections, 1) for f in section.fixed]
        fixed = [(n, self._by_name[name]) for n, name in names if name in self._by_name]
        self._fixed = [item for _, item in fixed]
        self._fixed_names = {item.name for item in self._fixed}
        self._fixed_by_stimulus = Counter((n, _stimulus_name(item)) for n, item in fixed)
        self._fixed_of_group: dict[str, str] = {}
        """The first fixed item of every group of enemies so far."""

    def fixed(self, place: str, section: int, asked: Fixed) -> Source:
        """Return the named item as a source; it stays together with its stimulus if that is fixed too."""
        item = self._by_name.get(asked.item)
        if asked.item in self._practice:
            self.explained.add(FieldPath(place))
            self.problems.append(Problem(FieldPath(f"{place}.item"), *messages.practice_only(asked.item)))
        for group in sorted(item.enemies) if item else ():
            if other := self._fixed_of_group.get(group):
                self.problems.append(
                    Problem(FieldPath(f"{place}.item"), *messages.fixed_enemies(other, group))
                )
            self._fixed_of_group.setdefault(group, asked.item)
        source = self._source(place, section, 1, asked.points, [item] if item else [])
        stimulus = _stimulus_name(item) if item else ""
        with_stimulus = stimulus in self._fixed_names and self._fixed_by_stimulus[(section, stimulus)] > 1
        return replace(source, together=stimulus if with_stimulus else "")

    def drawn(self, place: str, section: int, asked: Draw) -> Source:
        """Return every item that matches as a source."""
        fit = [c for c in fitting(asked, self._items) if self._may_be_drawn(c)]
        return self._source(place, section, asked.count, asked.points, fit)

    def cases(self, place: str, section: int, asked: CaseDraw) -> Source:
        """Return the stimuli that match and have enough questions that may be on one form."""
        plain = Source(place, section, asked.count, Decimal(0), (), each=asked.questions)
        drawable: list[tuple[Case, list[PoolItem]]] = []
        for text, about in fitting_cases(asked, self._items):
            free = [c for c in about if self._may_be_drawn(c) and c.name not in self._fixed_names]
            case = Case(text.version, tuple(c.version for c in free))
            own = replace(plain, groups=tuple((c.version, tuple(sorted(c.enemies))) for c in (text, *free)))
            text_is_free = self._may_be_drawn(text) and text.name not in self._fixed_names
            if text_is_free and assembly.choose_questions(case, own, case.questions):
                drawable.append((case, free))
        questions = [c for _, free in drawable for c in free]
        source = self._source(place, section, asked.count, asked.points, questions)
        cases = tuple(case for case, _ in drawable)
        return replace(source, versions=tuple(c.text for c in cases), cases=cases, each=asked.questions)

    def with_enemies(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources with the groups of enemies that at least two of all versions share."""
        groups = {c.version: c.enemies for c in self._items if c.enemies}
        drawable = {version for source in sources for version in source.all_versions}
        size = Counter(group for version in drawable for group in groups.get(version, ()))
        shared = {version: tuple(sorted(g for g in own if size[g] > 1)) for version, own in groups.items()}
        return [_with_groups(source, shared) for source in sources]

    def _may_be_drawn(self, item: PoolItem) -> bool:
        """Return whether it is no enemy of an item that is on every form."""
        return not any(item.enemies & fixed.enemies for fixed in self._fixed if fixed.name != item.name)

    def _source(
        self, place: str, section: int, count: int, points: Decimal | None, fit: Sequence[PoolItem]
    ) -> Source:
        own = sorted({item.points for item in fit})
        if points is None and len(own) > 1:
            self.problems.append(Problem(FieldPath(f"{place}.points"), *messages.uneven_points(own)))
        for item in fit:
            if item.scored == MARKER and points not in (None, item.points):
                message = messages.rubric_points(item.name, item.points)
                self.problems.append(Problem(FieldPath(f"{place}.points"), *message))
        worth = (points or (own[0] if own else Decimal(0))).normalize()
        if any(item.is_text for item in fit):
            worth = Decimal(0)
        return Source(place, section, count, worth, tuple(item.version for item in fit))


def _stimulus_name(item: PoolItem) -> str:
    """Return the name of the stimulus that it is, or is about."""
    return item.name if item.is_text else item.case


def _with_groups(source: Source, shared: Mapping[int, tuple[str, ...]]) -> Source:
    return replace(source, groups=tuple((v, shared[v]) for v in source.all_versions if shared.get(v)))
