"""What a plan may draw from: filters, cases, fixed items and their enemies."""

from decimal import Decimal

from lms.domain.exam.assembly import Case, assemble
from lms.domain.exam.pool import Candidate, pool
from lms.domain.question.protocol import AUTO, MARKER, NEVER
from tests.exam_room import plan

SCORED = {"essay": MARKER, "description": NEVER}
WORDS = {"zh": "一", "en": "One"}


def one(version: int, name: str, kind: str = "single_choice", *, points: str = "2", **more) -> Candidate:
    more = {"scored": SCORED.get(kind, AUTO)} | more
    return Candidate(version, f"writing/{name}", kind, "writing", "form", 1, Decimal(points), **more)


def flood(*questions: str, first: int = 100, text: str = "flood", **more) -> list[Candidate]:
    """A text and its questions."""
    about = f"writing/{text}"
    found = [one(first, text, "description", order=first)]
    return found + [
        one(first + n, name, case=about, order=first + n, **more) for n, name in enumerate(questions, 1)
    ]


def drawing(**asked) -> dict:
    return {"title": WORDS, "draw": [{"competency": "writing", **asked}]}


def cases(**asked) -> dict:
    return {"title": WORDS, "case": [{"competency": "writing", "count": 1, "questions": 2, **asked}]}


def told(problems) -> list[tuple[str, str]]:
    return [(problem.where.in_("zh"), problem.what.zh) for problem in problems]


def test_ordinary_draws_take_no_text_and_no_question_about_one():
    bank = [one(1, "a"), one(2, "b"), *flood("f-1", "f-2")]
    sources, problems = pool(plan(drawing(count=2)), bank)
    assert (sources[0].versions, problems) == ((1, 2), [])


def test_a_fixed_item_may_be_a_question_of_a_case():
    bank = flood("f-1", "f-2")
    section = {"title": WORDS, "fixed": ["writing/flood", "writing/f-2"]}
    sources, problems = pool(plan(section), bank)
    assert ([s.versions for s in sources], problems) == ([(100,), (102,)], [])
    assert [s.together for s in sources] == ["writing/flood", "writing/flood"]
    assert [s.points for s in sources] == [0, 2]


def test_a_fixed_question_without_its_text_belongs_to_nothing():
    section = {"title": WORDS, "fixed": ["writing/f-2", "writing/a"]}
    sources, _ = pool(plan(section), [one(1, "a"), *flood("f-1", "f-2")])
    assert [s.together for s in sources] == ["", ""]


def test_a_draw_of_cases_takes_texts_with_enough_questions_in_the_order_of_their_author():
    bank = [*flood("f-1", "f-2", "f-3"), *flood("e-1", first=200, text="quake")]
    edited = Candidate(
        900, "writing/f-1", "single_choice", "writing", "form", 1, Decimal(2), "writing/flood", order=101
    )
    bank = [c for c in bank if c.name != "writing/f-1"] + [edited]
    sources, problems = pool(plan(cases()), bank)
    assert (sources[0].versions, sources[0].cases, problems) == ((100,), (Case(100, (900, 102, 103)),), [])
    _, problems = pool(plan(cases(count=2)), bank)
    assert told(problems) == [
        ("section[1].case[1]", "要 2 个材料，符合条件、小题够 2 道的有 1 个，还缺 1 个")
    ]


def test_the_filters_of_a_draw_of_cases_look_at_the_text():
    bank = flood("f-1", "f-2")
    assert pool(plan(cases(levels=[1], areas=["form"])), bank)[1] == []
    assert len(pool(plan(cases(levels=[2])), bank)[1]) == 1
    assert len(pool(plan(cases(areas=["style"])), bank)[1]) == 1


def test_the_questions_of_a_case_earn_the_same_everywhere():
    bank = flood("f-1", "f-2") + flood("e-1", "e-2", first=200, text="quake", points="3")
    assert [where for where, _ in told(pool(plan(cases()), bank)[1])] == ["section[1].case[1].points"]
    sources, problems = pool(plan(cases(points="5")), bank)
    assert (sources[0].points, problems) == (Decimal(5), [])


def test_a_case_whose_text_or_question_is_fixed_is_not_drawn_again():
    bank = flood("f-1", "f-2") + flood("e-1", "e-2", "e-3", first=200, text="quake")
    section = cases() | {"fixed": ["writing/flood", "writing/e-2"]}
    sources, problems = pool(plan(section), bank)
    assert (sources[2].cases, problems) == ((Case(200, (201, 203)),), [])


def test_two_fixed_enemies_are_told():
    bank = [one(1, "a", enemies=frozenset("g")), one(2, "b", enemies=frozenset("gh"))]
    section = {"title": WORDS, "fixed": ["writing/a", "writing/b"]}
    _, problems = pool(plan(section), bank)
    assert ("section[1].fixed[2].item", "与 writing/a 互斥（g），不能同卷") in told(problems)


def test_what_is_an_enemy_of_a_fixed_item_is_never_drawn():
    bank = [one(1, "a", enemies=frozenset("g")), one(2, "b", enemies=frozenset("g")), one(3, "c")]
    section = drawing(count=1) | {"fixed": ["writing/a"]}
    sources, problems = pool(plan(section), bank)
    assert (sources[1].versions, sources[1].groups, problems) == ((1, 3), (), [])
    assert {e.version for seed in range(20) for e in assemble(sources, seed)} == {1, 3}


def test_too_many_enemies_are_a_shortage():
    bank = [one(n, f"i-{n}", enemies=frozenset("g")) for n in range(5)]
    _, problems = pool(plan(drawing(count=2)), bank)
    assert told(problems) == [
        ("section[1].draw[1]", "要 2 题，符合条件的有 5 题，还缺 1 题（其余已被别处抽走，或互斥不能同卷）")
    ]


def test_only_groups_that_two_may_meet_in_are_kept():
    bank = [
        one(1, "a", enemies=frozenset("gx")),
        one(2, "b", enemies=frozenset("g")),
        one(3, "c", enemies=frozenset("y")),
    ]
    sources, _ = pool(plan(drawing(count=1)), bank)
    assert sources[0].groups == ((1, ("g",)), (2, ("g",)))
