"""The contract of question kinds: what holds for every kind, checked with its own samples."""

import json
import re
from fractions import Fraction
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lms.questions
from lms.domain.question.protocol import AUTO, MARKER, NEVER, Kind, Question, Unreadable
from lms.questions import (
    answer_key,
    dump_question,
    feedback,
    get_kind,
    is_unfinished,
    kinds,
    load_question,
    model_answer,
    read_response,
    restore_question,
    score_response,
    search_text,
    show_question,
    stimulus_kinds,
)
from tests.questions import samples

SAMPLES = samples.samples()
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.kind}: {sample.name}")
each_answered = pytest.mark.parametrize(
    "sample",
    [sample for sample in SAMPLES if get_kind(sample.kind).SCORING != NEVER],
    ids=lambda sample: f"{sample.kind}: {sample.name}",
)
each_response = pytest.mark.parametrize(("sample", "response"), list(samples.responses()))


def files(folder: str, ending: str) -> set[str]:
    return {path.stem for path in (Path(lms.questions.__file__).parent / folder).glob(f"*{ending}")}


def test_every_kind_has_its_template_its_samples_and_its_name() -> None:
    assert (
        set(kinds())
        == files("templates", ".html")
        == files("samples", ".toml")
        == files("", ".py") - {"__init__"}
    )
    assert {name: own.KIND for name, own in kinds().items()} == {name: name for name in kinds()}
    for own in kinds().values():
        assert all((own.NAME.zh, own.NAME.en, own.HELP.zh, own.HELP.en))
        assert all((own.show.__doc__, own.read_response.__doc__))  # docs/question-kinds.md prints them
        assert own.SCORING in (AUTO, MARKER, NEVER)
        assert all(isinstance(place, int) for place in (own.LIST_ORDER, own.PRINT_ORDER))


def test_the_keys_of_samples_are_those_that_the_readme_explains() -> None:
    used: set[str] = set()
    for name in kinds():
        file = samples.of(name)
        used |= {key for sample in file["sample"] for key in sample}
        used |= {key for sample in file["sample"] for response in sample["response"] for key in response}
        used |= {key for bad in file["bad"] for key in bad} | set(file)
    for readme in ("README.md", "README.zh-CN.md"):
        text = (Path(lms.questions.__file__).parents[2] / readme).read_text("utf-8")
        part = next(part for part in text.split("\n## ") if "lms/questions/samples/<" in part)
        words = set(re.findall(r"[a-z_]+", " ".join(re.findall("`([^`]+)`", part))))
        assert used - words == set(), f"explain in {readme} what a sample may say"


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_has_all_functions_of_the_protocol_with_the_same_arguments(name: str) -> None:
    verbs = [verb for verb, value in vars(Kind).items() if callable(value) and not verb.startswith("_")]
    asked = {verb: list(signature(getattr(Kind, verb)).parameters)[1:] for verb in verbs}
    assert {"load", "print_key", "raw_from_paper"} < set(asked)
    assert {verb: list(signature(getattr(get_kind(name), verb)).parameters) for verb in verbs} == asked


@each_sample
def test_dump_and_load_are_inverse(sample: samples.Sample) -> None:
    question = sample.question
    stored = json.loads(json.dumps(dump_question(question)))
    assert restore_question(stored) == question
    assert dump_question(restore_question(stored)) == stored


@each_sample
def test_short_forms_are_written_out_in_full(sample: samples.Sample) -> None:
    body = dump_question(sample.question)["body"]
    assert {name: body[name] for name in sample.canonical} == sample.canonical


@each_answered
@pytest.mark.parametrize("shuffle", [True, False])
def test_what_is_shown_does_not_reveal_the_key(sample: samples.Sample, shuffle: bool) -> None:
    question, other = sample.question, sample.other_key
    assert answer_key(question) != answer_key(other)
    assert [show_question(question, seed, "zh", shuffle) for seed in range(20)] == [
        show_question(other, seed, "zh", shuffle) for seed in range(20)
    ]


@each_sample
def test_a_translation_is_shown_in_the_same_order_and_keeps_the_key(sample: samples.Sample) -> None:
    question = sample.question
    for seed in range(5):
        zh, en = show_question(question, seed, "zh"), show_question(question, seed, "en")
        own = get_kind(sample.kind)
        assert [row.id for row in own.paper_layout(zh).rows] == [row.id for row in own.paper_layout(en).rows]
    invariants = {
        repr(get_kind(sample.kind).invariants(body))
        for body in (question.body, *question.translations.values())
    }
    assert len(invariants) == 1


@each_response
def test_a_response_is_read_and_scored_as_its_sample_says(
    sample: samples.Sample, response: dict[str, Any]
) -> None:
    question = sample.question
    if response.get("unreadable"):
        with pytest.raises(Unreadable) as refusal:
            read_response(question, samples.raw(question, response))
        assert all(p.what.zh and p.what.en and p.how.zh and p.how.en for p in refusal.value.problems)
        return
    canonical = read_response(question, samples.raw(question, response))
    assert canonical == response.get("canonical", canonical)
    result = score_response(question, canonical)
    assert (result.fraction, result.needs_marker) == (
        Fraction(response["fraction"]),
        response.get("needs_marker", False),
    )


@each_answered
def test_the_key_earns_the_full_mark_and_an_empty_response_earns_0(sample: samples.Sample) -> None:
    question = sample.question
    assert score_response(question, {}).fraction == 0
    assert not is_unfinished(question, {})
    assert not is_unfinished(question, model_answer(question, "zh"))
    if get_kind(sample.kind).SCORING == AUTO:
        assert read_response(question, answer_key(question)) == answer_key(question)
        assert score_response(question, answer_key(question)).fraction == 1


@pytest.mark.parametrize(("name", "data", "where"), list(samples.bad()))
def test_all_problems_are_reported_at_once(name: str, data: dict[str, Any], where: list[str]) -> None:
    problems = load_question(name, data)
    assert isinstance(problems, list)
    assert sorted(problem.where.in_("zh") for problem in problems) == sorted(where)
    assert all(p.what.zh and p.what.en and p.how.zh and p.how.en for p in problems)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a", "b", "1", "24", "1e9", "特急"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["1", "2", "a", "x"]) | st.text(), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
keys = st.sampled_from(["choice", "choices", "value", "blanks", "number", "text", "order", "places", "pairs"])
lists = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=4) | st.permutations(["a", "b", "c", "d"])
texts = st.lists(st.text(max_size=30) | st.from_regex(r"[0-9０-９,.一二十百%]{1,6}"), min_size=1, max_size=3)
pairs = st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), st.sampled_from(["a", "b", "c", ""]))
places = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 4))
values = junk | lists | texts | pairs | places | st.text() | st.booleans() | st.sampled_from(["a", "b", "c"])
raws = junk | st.dictionaries(keys, values, min_size=1, max_size=1)


@each_sample
@given(raw=raws)
def test_any_response_is_refused_with_a_reason_or_scored_exactly(sample: samples.Sample, raw: Any) -> None:
    question = sample.question
    try:
        response = read_response(question, raw)
    except Unreadable:
        return
    assert read_response(question, json.loads(json.dumps(response))) == response
    json.dumps(response, ensure_ascii=False).encode()
    result = score_response(question, response)
    assert 0 <= result.fraction <= 1
    assert sum(part.fraction for part in result.parts) == result.fraction
    assert isinstance(feedback(question, response, "en"), list)
    assert is_unfinished(question, response) in (False, True)


def replaced(data: Any, path: list[int], value: Any) -> Any:
    """Return `data` with the part at `path` (indexes of keys and entries) replaced by `value`."""
    if not path or not isinstance(data, dict | list) or not data:
        return value
    names = list(data) if isinstance(data, dict) else list(range(len(data)))
    name = names[path[0] % len(names)]
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[name] = replaced(data[name], path[1:], value)
    return copy


@each_sample
@given(path=st.lists(st.integers(0, 9), min_size=1, max_size=4), value=junk)
def test_any_data_is_loaded_or_refused(sample: samples.Sample, path: list[int], value: Any) -> None:
    question = load_question(sample.kind, replaced(sample.data, path, value))
    if isinstance(question, Question):
        assert restore_question(dump_question(question)) == question
        assert isinstance(show_question(question, 1, "en"), dict)
        assert search_text(question)
    else:
        assert question
        assert all(problem.where.in_("zh") for problem in question)


def test_a_stimulus_has_no_key_and_earns_0() -> None:
    stimuli = [sample.question for sample in SAMPLES if sample.kind in stimulus_kinds()]
    assert sorted({question.kind for question in stimuli}) == list(stimulus_kinds()) != []
    for question in stimuli:
        assert answer_key(question) == {}
        assert (score_response(question, {}).fraction, score_response(question, {}).parts) == (0, ())


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    problems = load_question("riddle", {"stem": "？"})
    assert isinstance(problems, list)
    assert [problem.where.in_("zh") for problem in problems] == ["kind"]
    assert "single_choice" in problems[0].how.zh


def test_what_is_stored_and_broken_is_an_error() -> None:
    with pytest.raises(ValueError, match="no kind 'riddle'"):
        restore_question({"kind": "riddle", "body": {}})
    with pytest.raises(ValueError, match="answer: is missing"):
        restore_question({"kind": "true_false", "body": {"stem": "？"}, "translations": {}})
