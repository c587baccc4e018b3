"""What a plan may draw from: filters, cases, fixed items and their enemies."""

from decimal import Decimal

from lms.domain.exam.assembly import Case, assemble
from lms.domain.exam.pool import PoolItem, build_pool
from lms.domain.question.protocol import AUTO, MARKER, NEVER
from tests.exam_data import plan

SCORED = {"essay": MARKER, "description": NEVER}
WORDS = {"zh": "一", "en": "One"}


def item(version: int, name: str, kind: str = "single_choice", *, points: str = "2", **more) -> PoolItem:
    more = {"scored": SCORED.get(kind, AUTO)} | more
    return PoolItem(version, f"writing/{name}", kind, "writing", "form", 1, Decimal(points), **more)


def flood(*questions: str, first: int = 100, text: str = "flood", **more) -> list[PoolItem]:
    """A text and its questions."""
    about = f"writing/{text}"
    found = [item(first, text, "description", order=first)]
    return found + [
        item(first + n, name, case=about, order=first + n, **more) for n, name in enumerate(questions, 1)
    ]


def drawing(**asked) -> dict:
    return {"title": WORDS, "draw": [{"competency": "writing", **asked}]}


def cases(**asked) -> dict:
    return {"title": WORDS, "case": [{"competency": "writing", "count": 1, "questions": 2, **asked}]}


def places_and_texts(problems) -> list[tuple[str, str]]:
    return [(problem.where.in_("zh"), problem.what.zh) for problem in problems]


def test_ordinary_draws_take_no_stimulus_and_no_question_about_one():
    bank = [item(1, "a"), item(2, "b"), *flood("f-1", "f-2")]
    sources, problems = build_pool(plan(drawing(count=2)), bank)
    assert (sources[0].versions, problems) == ((1, 2), [])


def test_a_fixed_item_may_be_a_question_of_a_case():
    bank = flood("f-1", "f-2")
    section = {"title": WORDS, "fixed": ["writing/flood", "writing/f-2"]}
    sources, problems = build_pool(plan(section), bank)
    assert ([s.versions for s in sources], problems) == ([(100,), (102,)], [])
    assert [s.together for s in sources] == ["writing/flood", "writing/flood"]
    assert [s.points for s in sources] == [0, 2]


def test_a_fixed_question_without_its_stimulus_is_on_its_own():
    section = {"title": WORDS, "fixed": ["writing/f-2", "writing/a"]}
    sources, _ = build_pool(plan(section), [item(1, "a"), *flood("f-1", "f-2")])
    assert [s.together for s in sources] == ["", ""]


def test_a_draw_of_cases_takes_stimuli_with_enough_questions_in_the_order_of_their_author():
    bank = [*flood("f-1", "f-2", "f-3"), *flood("e-1", first=200, text="quake")]
    edited = PoolItem(
        900, "writing/f-1", "single_choice", "writing", "form", 1, Decimal(2), "writing/flood", order=101
    )
    bank = [c for c in bank if c.name != "writing/f-1"] + [edited]
    sources, problems = build_pool(plan(cases()), bank)
    assert (sources[0].versions, sources[0].cases, problems) == ((100,), (Case(100, (900, 102, 103)),), [])
    _, problems = build_pool(plan(cases(count=2)), bank)
    assert places_and_texts(problems) == [
        ("section[1].case[1]", "要 2 个材料，符合条件、小题够 2 道的有 1 个，还缺 1 个")
    ]


def test_the_filters_of_a_draw_of_cases_apply_to_the_stimulus():
    bank = flood("f-1", "f-2")
    assert build_pool(plan(cases(levels=[1], areas=["form"])), bank)[1] == []
    assert len(build_pool(plan(cases(levels=[2])), bank)[1]) == 1
    assert len(build_pool(plan(cases(areas=["style"])), bank)[1]) == 1


def test_the_questions_of_a_case_earn_the_same_everywhere():
    bank = flood("f-1", "f-2") + flood("e-1", "e-2", first=200, text="quake", points="3")
    assert [where for where, _ in places_and_texts(build_pool(plan(cases()), bank)[1])] == [
        "section[1].case[1].points"
    ]
    sources, problems = build_pool(plan(cases(points="5")), bank)
    assert (sources[0].points, problems) == (Decimal(5), [])


def test_a_case_whose_stimulus_or_question_is_fixed_is_not_drawn_again():
    bank = flood("f-1", "f-2") + flood("e-1", "e-2", "e-3", first=200, text="quake")
    section = cases() | {"fixed": ["writing/flood", "writing/e-2"]}
    sources, problems = build_pool(plan(section), bank)
    assert (sources[2].cases, problems) == ((Case(200, (201, 203)),), [])


def test_two_fixed_enemies_are_reported():
    bank = [item(1, "a", enemies=frozenset("g")), item(2, "b", enemies=frozenset("gh"))]
    section = {"title": WORDS, "fixed": ["writing/a", "writing/b"]}
    _, problems = build_pool(plan(section), bank)
    assert ("section[1].fixed[2].item", "与 writing/a 互斥（g），不能同卷") in places_and_texts(problems)


def test_what_is_an_enemy_of_a_fixed_item_is_never_drawn():
    bank = [item(1, "a", enemies=frozenset("g")), item(2, "b", enemies=frozenset("g")), item(3, "c")]
    section = drawing(count=1) | {"fixed": ["writing/a"]}
    sources, problems = build_pool(plan(section), bank)
    assert (sources[1].versions, sources[1].groups, problems) == ((1, 3), (), [])
    assert {e.version for seed in range(20) for e in assemble(sources, seed)} == {1, 3}


def test_too_many_enemies_are_a_shortage():
    bank = [item(n, f"i-{n}", enemies=frozenset("g")) for n in range(5)]
    _, problems = build_pool(plan(drawing(count=2)), bank)
    assert places_and_texts(problems) == [
        ("section[1].draw[1]", "要 2 题，符合条件的有 5 题，还缺 1 题（其余已被别处抽走，或互斥不能同卷）")
    ]


def test_only_groups_that_two_items_share_are_kept():
    bank = [
        item(1, "a", enemies=frozenset("gx")),
        item(2, "b", enemies=frozenset("g")),
        item(3, "c", enemies=frozenset("y")),
    ]
    sources, _ = build_pool(plan(drawing(count=1)), bank)
    assert sources[0].groups == ((1, ("g",)), (2, ("g",)))


def test_what_is_for_practice_only_is_in_no_draw_and_in_no_case():
    bank = [item(1, "a"), item(2, "b", practice=True), *flood("f-1", "f-2", "f-3", practice=True)]
    wet = [item(50, "wet", "description", practice=True), item(51, "w-1", case="writing/wet")]
    wet += [item(52, "w-2", case="writing/wet")]
    asked = plan({"title": WORDS} | {"draw": drawing(count=1)["draw"]}, cases())
    sources, problems = build_pool(asked, bank + wet)
    assert [(s.versions, s.cases) for s in sources] == [((1,), ()), ((), ())]
    assert places_and_texts(problems) == [
        ("section[2].case[1]", "要 1 个材料，符合条件、小题够 2 道的有 0 个，还缺 1 个")
    ]


def test_a_plan_that_names_what_is_for_practice_only_is_refused_with_what_to_do():
    bank = [item(1, "a", practice=True), item(2, "b"), *flood("f-1")]
    bank[2] = item(100, "flood", "description", practice=True)
    section = {"title": WORDS, "fixed": ["writing/b", "writing/a", "writing/f-1"]}
    sources, problems = build_pool(plan(section), bank)
    assert [s.versions for s in sources] == [(2,), (), ()]
    assert places_and_texts(problems) == [
        ("section[1].fixed[2].item", "writing/a 仅供练习，不能进考试"),
        ("section[1].fixed[3].item", "writing/f-1 仅供练习，不能进考试"),
    ]
    assert {problem.how.zh for problem in problems} == {
        "请换一道题；确要考它，先在题目里把用途改为“考试和练习”，经审题人批准"
    }
