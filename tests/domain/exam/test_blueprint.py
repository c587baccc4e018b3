"""The plan of an exam: what is read, what is refused and where."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.exam import blueprint
from lms.domain.exam.blueprint import CaseDraw, Draw, Fixed, Plan, Section
from lms.domain.problem import Text

WORDS = {"zh": "文", "en": "words"}


def data(**changed) -> dict:
    plan = {
        "title": WORDS,
        "instructions": WORDS,
        "minutes": 40,
        "pass_percent": "60",
        "cut_set_by": WORDS,
        "section": [{"title": WORDS, "draw": [{"competency": "writing", "count": 2}]}],
        **changed,
    }
    return {name: value for name, value in plan.items() if value is not None}


def places(**changed) -> list[str]:
    problems = blueprint.load(data(**changed))
    assert isinstance(problems, list)
    return [problem.where.in_("zh") for problem in problems]


def test_what_is_left_out_has_its_default():
    plan = blueprint.load(data())
    assert plan == Plan(
        title=Text("文", "words"),
        instructions=Text("文", "words"),
        minutes=40,
        attempts=1,
        pass_percent=Decimal(60),
        cut_set_by=Text("文", "words"),
        sections=(Section(Text("文", "words"), (Draw("writing", 2),)),),
        wait_hours=0,
        minima=(),
        shuffle_items=True,
        shuffle_options=True,
        review="score",
        release="at_once",
    )


def test_filters_points_minima_and_fixed_items_are_read():
    draw = {
        "competency": "writing",
        "count": 3,
        "kinds": ["essay"],
        "levels": [1, 2],
        "areas": ["form"],
        "points": "2.5",
    }
    fixed = ["writing/a-1", {"item": "writing/a-2", "points": "4"}]
    plan = blueprint.load(
        data(
            section=[{"title": WORDS, "draw": [draw], "fixed": fixed}],
            minima={"writing": "50"},
            wait_hours=24,
        )
    )
    assert isinstance(plan, Plan)
    assert plan.sections[0].draws == (Draw("writing", 3, Decimal("2.5"), ("essay",), (1, 2), ("form",)),)
    assert plan.sections[0].fixed == (Fixed("writing/a-1"), Fixed("writing/a-2", Decimal(4)))
    assert plan.minima == (("writing", Decimal(50)),)
    assert (plan.length, plan.wait_hours) == (5, 24)


def test_cases_addresses_and_what_is_seen_before_release_are_read():
    case = {
        "competency": "writing",
        "count": 2,
        "questions": 3,
        "points": "4",
        "levels": [2],
        "areas": ["form"],
    }
    plan = blueprint.load(
        data(
            section=[{"title": WORDS, "case": [case]}],
            addresses=["10.1.2.9/24", " 10.1.3.7 ", "fd00::/64", "10.1.2.0/24"],
            after_submission="score",
        )
    )
    assert isinstance(plan, Plan)
    assert plan.sections[0].cases == (CaseDraw("writing", 2, 3, Decimal(4), (2,), ("form",)),)
    assert (plan.length, plan.questions) == (8, 6)
    assert plan.addresses == ("10.1.2.0/24", "10.1.3.7", "fd00::/64")
    assert plan.after_submission == "score"


def test_a_plan_without_later_keys_is_dumped_as_it_always_was():
    plan = blueprint.load(data())
    assert isinstance(plan, Plan)
    assert sorted(blueprint.dump(plan)) == [
        "attempts", "cut_set_by", "instructions", "minima", "minutes", "pass_percent", "release", "review",
        "section", "shuffle_items", "shuffle_options", "title", "wait_hours",
    ]  # fmt: skip
    assert sorted(blueprint.dump(plan)["section"][0]) == ["draw", "fixed", "title"]


def test_a_draw_takes_only_what_matches_every_filter():
    draw = Draw("writing", 1, kinds=("essay", "blanks"), levels=(2,), areas=("form",))
    tried = [
        ("writing", "essay", 2, "form"),
        ("writing", "blanks", 2, "form"),
        ("research", "essay", 2, "form"),
        ("writing", "matching", 2, "form"),
        ("writing", "essay", 1, "form"),
        ("writing", "essay", 2, ""),
    ]
    assert [draw.takes(*tags) for tags in tried] == [True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"minutes": 0}, ["minutes"]),
        ({"minutes": True}, ["minutes"]),
        ({"minutes": "40"}, ["minutes"]),
        ({"minutes": 1441}, ["minutes"]),
        ({"minutes": None}, ["minutes"]),
        ({"attempts": 0}, ["attempts"]),
        ({"pass_percent": "100.01"}, ["pass_percent"]),
        ({"pass_percent": "60.125"}, ["pass_percent"]),
        ({"pass_percent": 60.5}, ["pass_percent"]),
        ({"pass_percent": None}, ["pass_percent"]),
        ({"review": "all"}, ["review"]),
        ({"release": "never"}, ["release"]),
        ({"title": {"en": "words"}}, ["title.zh"]),
        ({"title": "文"}, ["title"]),
        ({"minima": {"writing": "101"}}, ["minima.writing"]),
        ({"colour": "red"}, ["colour"]),
        ({"after_submission": "answers"}, ["after_submission"]),
        ({"after_submission": "marks", "review": "score"}, ["after_submission"]),
        ({"addresses": "10.1.2.0/24"}, ["addresses"]),
        ({"addresses": ["10.1.2.0/24", "10.1.2.300", 7]}, ["addresses[2]", "addresses[3]"]),
        ({"section": [{"title": WORDS, "case": [{"competency": "writing", "count": 1}]}]}, ["section[1].case[1].questions"]),
        ({"section": [{"title": WORDS, "case": [{"competency": "writing", "count": 1, "questions": 21}]}]},
         ["section[1].case[1].questions"]),
        ({"section": []}, ["section"]),
        ({"section": [{"title": WORDS}]}, ["section[1]"]),
        ({"section": [{"title": WORDS, "draw": [{"competency": "writing", "count": 301}]}]}, ["section[1].draw[1].count"]),
        ({"section": [{"title": WORDS, "draw": [{"count": 1, "levels": ["1"]}]}]},
         ["section[1].draw[1].competency", "section[1].draw[1].levels"]),
        ({"section": [{"title": WORDS, "fixed": ["x/a", "x/a"]}]}, ["section[1].fixed[2].item"]),
    ],
)  # fmt: skip
def test_every_mistake_is_named_at_its_place(changed, where):
    assert places(**changed) == where


def test_all_mistakes_are_reported_at_once():
    assert places(minutes=0, review="all", colour="red") == ["colour", "minutes", "review"]


def test_a_paper_of_more_than_300_items_is_refused():
    draws = [{"competency": "writing", "count": 150}, {"competency": "writing", "count": 151}]
    assert places(section=[{"title": WORDS, "draw": draws}]) == ["section"]


texts = st.builds(Text, *[st.text("文 words1", min_size=1).filter(lambda s: s == s.strip())] * 2)
points = st.none() | st.integers(1, 9999).map(lambda n: Decimal(n).scaleb(-2))
draws = st.builds(
    Draw,
    st.sampled_from(["writing", "research"]),
    st.integers(1, 20),
    points,
    st.lists(st.sampled_from(["essay", "blanks"]), max_size=2).map(tuple),
    st.lists(st.integers(1, 5), max_size=3).map(tuple),
    st.lists(st.sampled_from(["form", "style"]), max_size=2).map(tuple),
)
sections = st.builds(
    Section,
    texts,
    st.lists(draws, min_size=1, max_size=3).map(tuple),
    st.just((Fixed("writing/a-1", Decimal(2)),)),
    st.lists(
        st.builds(
            CaseDraw,
            st.just("writing"),
            st.integers(1, 5),
            st.integers(1, 5),
            points,
            st.lists(st.integers(1, 5), max_size=2).map(tuple),
            st.lists(st.sampled_from(["form"]), max_size=1).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)
plans = st.builds(
    Plan, texts, texts, st.integers(1, 1440), st.integers(1, 100), st.integers(0, 10000).map(lambda n: Decimal(n).scaleb(-2)),
    texts, sections.map(lambda section: (section,)), st.integers(0, 100), st.just((("writing", Decimal(50)),)),
    st.booleans(), st.booleans(), st.sampled_from(("marks", "answers")), st.sampled_from(blueprint.RELEASES),
    st.sampled_from(blueprint.SHOWN_BEFORE_RELEASE), st.sampled_from([(), ("10.1.2.0/24", "fd00::1")]),
)  # fmt: skip


@settings(deadline=None)
@given(plans)
def test_a_plan_survives_being_dumped_and_loaded(plan):
    assert blueprint.load(blueprint.dump(plan)) == plan
