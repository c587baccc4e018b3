"""What an exam may draw from, and whether that is enough."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lms.domain.exam import assembly
from lms.domain.exam.assembly import Case, Source
from lms.domain.exam.blueprint import CaseDraw, Draw, Fixed, Plan
from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import AUTO, MARKER, NEVER
from lms.domain.text.numbers import decimal_text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item version that an exam may draw; `version` is any number that tells it from the others."""

    version: int
    name: str
    """"bank/item"."""
    kind: str
    competency: str
    area: str
    level: int
    points: Decimal
    case: str = ""
    """"bank/item" of the text that it is about."""
    enemies: frozenset[str] = frozenset()
    order: int = 0
    """In which order their authors put the questions of a case; so are they asked."""
    scored: str = AUTO
    """How its kind is scored. The points of what people mark are those of its rubric: a plan cannot give others."""

    @property
    def is_text(self) -> bool:
        """Whether it is text to read before other questions: named in a plan or drawn as a case, worth no points."""
        return self.scored == NEVER


def pool(plan: Plan, candidates: Sequence[Candidate]) -> tuple[list[Source], list[Problem]]:
    """What every draw may take, and what is wrong; the problems are empty when papers can be drawn."""
    bank = _Bank(plan, candidates)
    sources: list[Source] = []
    for number, section in enumerate(plan.sections, 1):
        for place, fixed in enumerate(section.fixed, 1):
            sources.append(bank.fixed(f"section[{number}].fixed[{place}]", number, fixed))
        for place, draw in enumerate(section.draws, 1):
            sources.append(bank.drawn(f"section[{number}].draw[{place}]", number, draw))
        for place, case in enumerate(section.cases, 1):
            sources.append(bank.cases(f"section[{number}].case[{place}]", number, case))
    sources = bank.with_enemies(sources)
    return sources, bank.problems + assembly.shortages(sources)


def fitting(draw: Draw, candidates: Sequence[Candidate]) -> list[Candidate]:
    """What an ordinary draw may take: never text to read, nor a question about one."""
    return [
        c
        for c in candidates
        if not c.is_text and not c.case and draw.takes(c.competency, c.kind, c.level, c.area)
    ]


def fitting_cases(draw: CaseDraw, candidates: Sequence[Candidate]) -> list[tuple[Candidate, list[Candidate]]]:
    """The texts that a draw of cases may take, with their questions; some may have too few of them."""
    about: dict[str, list[Candidate]] = {}
    for c in sorted(candidates, key=lambda c: (c.order, c.version)):
        if c.case and not c.is_text:
            about.setdefault(c.case, []).append(c)
    return [
        (c, about.get(c.name, []))
        for c in candidates
        if c.is_text and draw.takes(c.competency, c.level, c.area)
    ]


class _Bank:
    """The candidates of one plan. What is fixed stands in every paper: its enemies can stand in none."""

    def __init__(self, plan: Plan, candidates: Sequence[Candidate]) -> None:
        self.problems: list[Problem] = []
        self._candidates = candidates
        self._by_name = {c.name: c for c in candidates}
        named = [(n, f.item) for n, section in enumerate(plan.sections, 1) for f in section.fixed]
        self._fixed = [self._by_name[name] for _, name in named if name in self._by_name]
        self._names = {c.name for c in self._fixed}
        self._about = Counter((n, _text(self._by_name[name])) for n, name in named if name in self._by_name)
        self._met: dict[str, str] = {}
        """The fixed item of every group of enemies that was met so far."""

    def fixed(self, place: str, section: int, asked: Fixed) -> Source:
        """The one that is named; with the text that it is about, if that is fixed too, it stays together."""
        found = self._by_name.get(asked.item)
        fit = [found] if found else []
        for group in sorted(found.enemies) if found else ():
            if group in self._met:
                other = self._met[group]
                what = Text(f"与 {other} 互斥（{group}），不能同卷", f"is an enemy of {other} ({group})")
                how = Text("请删去其中一道", "Remove one of them")
                self.problems.append(Problem(FieldPath(f"{place}.item"), what, how))
            self._met.setdefault(group, asked.item)
        source = self._source(place, section, 1, asked.points, fit)
        text = _text(found) if found else ""
        with_text = text in self._names and self._about[(section, text)] > 1
        return replace(source, together=text if with_text else "")

    def drawn(self, place: str, section: int, asked: Draw) -> Source:
        """Everything that fits."""
        fit = [c for c in fitting(asked, self._candidates) if self._may_stand(c)]
        return self._source(place, section, asked.count, asked.points, fit)

    def cases(self, place: str, section: int, asked: CaseDraw) -> Source:
        """The texts that fit and have enough questions that may stand in one paper."""
        plain = Source(place, section, asked.count, Decimal(0), (), each=asked.questions)
        found: list[tuple[Case, list[Candidate]]] = []
        for text, about in fitting_cases(asked, self._candidates):
            able = [c for c in about if self._may_stand(c) and c.name not in self._names]
            case = Case(text.version, tuple(c.version for c in able))
            own = replace(plain, groups=tuple((c.version, tuple(sorted(c.enemies))) for c in (text, *able)))
            free = self._may_stand(text) and text.name not in self._names
            if free and assembly.choose(case, own, case.questions):
                found.append((case, able))
        questions = [c for _, able in found for c in able]
        priced = self._source(place, section, asked.count, asked.points, questions)
        cases = tuple(case for case, _ in found)
        return replace(priced, versions=tuple(c.text for c in cases), cases=cases, each=asked.questions)

    def with_enemies(self, sources: Sequence[Source]) -> list[Source]:
        """The same with the groups that at least two of all versions share."""
        groups = {c.version: c.enemies for c in self._candidates if c.enemies}
        standing = {version for source in sources for version in source.every}
        size = Counter(group for version in standing for group in groups.get(version, ()))
        hot = {version: tuple(sorted(g for g in own if size[g] > 1)) for version, own in groups.items()}
        return [_with_groups(source, hot) for source in sources]

    def _may_stand(self, candidate: Candidate) -> bool:
        """Whether it is no enemy of what stands in every paper."""
        return not any(
            candidate.enemies & fixed.enemies for fixed in self._fixed if fixed.name != candidate.name
        )

    def _source(
        self, place: str, section: int, count: int, points: Decimal | None, fit: Sequence[Candidate]
    ) -> Source:
        own = sorted({candidate.points for candidate in fit})
        if points is None and len(own) > 1:
            self.problems.append(_uneven(place, own))
        for candidate in fit:
            if candidate.scored == MARKER and points not in (None, candidate.points):
                self.problems.append(_rubric(place, candidate))
        worth = (points or (own[0] if own else Decimal(0))).normalize()
        if any(candidate.is_text for candidate in fit):
            worth = Decimal(0)
        return Source(place, section, count, worth, tuple(candidate.version for candidate in fit))


def _text(candidate: Candidate) -> str:
    """The text that it is, or is about."""
    return candidate.name if candidate.is_text else candidate.case


def _with_groups(source: Source, hot: Mapping[int, tuple[str, ...]]) -> Source:
    return replace(source, groups=tuple((v, hot[v]) for v in source.every if hot.get(v)))


def _uneven(place: str, own: Sequence[Decimal]) -> Problem:
    zh = "、".join(decimal_text(points) for points in own)
    en = ", ".join(decimal_text(points) for points in own)
    what = Text(
        f"符合条件的题分值不同（{zh}），各人试卷总分会不一样",
        f"the questions that fit have different points ({en}), so papers would have different totals",
    )
    how = Text("请用 points 统一每题分值", "Give points for each question of this draw")
    return Problem(FieldPath(f"{place}.points"), what, how)


def _rubric(place: str, candidate: Candidate) -> Problem:
    rubric = decimal_text(candidate.points)
    what = Text(
        f"{candidate.name} 按评分标准共 {rubric} 分",
        f"the rubric of {candidate.name} has {rubric} points",
    )
    how = Text("请改成同样的分值，或不写 points", "Give the same points, or none")
    return Problem(FieldPath(f"{place}.points"), what, how)
