"""For every kind: its page is strict HTML, all inputs have labels, and the form posts the response it shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import lms.questions
from lms.domain.problem import Text
from lms.domain.question.protocol import Question
from lms.questions import answer_key, raw_from_form, read_response, show_question, stimulus_kinds
from tests.questions import samples

each_sample = pytest.mark.parametrize(
    "sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}"
)
both_languages = pytest.mark.parametrize("language", ["zh", "en"])

_TEMPLATES = FileSystemLoader(Path(lms.questions.__file__).parent / "templates")
_PAGES = Environment(
    loader=_TEMPLATES, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(
    question: Question,
    response: dict[str, Any],
    language: str = "zh",
    *,
    readonly: bool = False,
    seed: int = 7,
) -> Element:
    """Return the form of a question, parsed strictly; raise ParseError for anything that HTML5 does not allow."""
    shown = show_question(question, seed, language)
    form = _PAGES.get_template(f"{question.kind}.html").render(
        name="q3",
        shown=shown,
        response=response,
        t=lambda zh, en: Text(zh, en).in_(language),
        readonly=readonly,
    )
    whole = f'<!DOCTYPE html><html lang="{language}"><head><title>x</title></head><body>{shown["stem"]}<form>{form}</form>'
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(whole + "</body></html>")


def fields(root: Element) -> Iterator[tuple[str, str]]:
    """Yield what a browser would post."""
    for box in root.iter():
        if box.tag == "input" and (box.get("type") not in ("radio", "checkbox") or "checked" in box.attrib):
            yield box.attrib["name"], box.get("value", "")
        elif box.tag == "select":
            selected = [option for option in box.iter("option") if "selected" in option.attrib]
            assert len(selected) <= 1
            yield box.attrib["name"], selected[0].attrib["value"] if selected else ""
        elif box.tag == "textarea":
            yield box.attrib["name"], (box.text or "").replace("\n", "\r\n")


def posted(root: Element) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in fields(root):
        assert name.startswith("q3.")
        form.setdefault(name.removeprefix("q3."), []).append(value)
    return form


def texts(root: Element) -> list[str]:
    return [text.strip() for text in root.itertext() if text.strip()]


@each_sample
@both_languages
@pytest.mark.parametrize("readonly", [False, True])
def test_the_page_is_strict_html_with_labels_and_unique_ids(
    sample: samples.Sample, language: str, readonly: bool
) -> None:
    root = page(sample.question, {}, language, readonly=readonly)
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))
    boxes = [node.attrib["id"] for tag in ("input", "select", "textarea") for node in root.iter(tag)]
    labels = [node.attrib["for"] for node in root.iter("label")]
    assert bool(boxes) == (sample.kind not in stimulus_kinds())
    assert sorted(labels) == sorted(boxes)
    assert all("".join(node.itertext()).strip() for node in root.iter("label"))
    described = [node.attrib["aria-describedby"] for node in root.iter() if "aria-describedby" in node.attrib]
    assert set(described) <= set(ids)
    outer = next(root.iter("fieldset"))
    assert outer.attrib["data-kind"] == sample.kind
    assert next(iter(outer)).tag == "legend"


@each_sample
def test_what_the_page_shows_is_what_it_posts(sample: samples.Sample) -> None:
    question = sample.question
    for response in sample.responses:
        if not response.get("unreadable"):
            wanted = read_response(question, samples.raw(question, response))
            assert read_response(question, raw_from_form(question, posted(page(question, wanted)))) == wanted


@each_sample
def test_the_page_of_another_key_is_the_same_page(sample: samples.Sample) -> None:
    assert tostring(page(sample.other_key, {})) == tostring(page(sample.question, {}))


@each_sample
def test_a_readonly_page_cannot_be_changed(sample: samples.Sample) -> None:
    root = page(sample.question, {}, readonly=True)
    whole = "disabled" in next(root.iter("fieldset")).attrib
    boxes = [node for tag in ("input", "select", "textarea") for node in root.iter(tag)]
    assert all(whole or "readonly" in box.attrib for box in boxes)


def test_the_english_page_has_no_chinese_words_of_its_own() -> None:
    for sample in samples.samples():
        if "en" in sample.question.translations:
            words = "".join(texts(page(sample.question, {}, "en")))
            assert [c for c in words if "\u4e00" <= c <= "\u9fff"] == []


def test_what_a_candidate_wrote_is_text_and_never_markup() -> None:
    essay = next(sample.question for sample in samples.samples() if sample.kind == "essay")
    text = "</textarea><script>x</script>\"'&amp;"
    root = page(essay, {"text": text})
    assert list(root.iter("script")) == []
    assert read_response(essay, raw_from_form(essay, posted(root))) == {"text": text}


def test_an_option_may_be_formatted_and_a_select_shows_its_words() -> None:
    pairs = [{"left": "**甲**", "right": "`A` & <b>"}, {"left": "乙", "right": "B"}]
    question = lms.questions.load_question("matching", {"stem": "配对", "pairs": pairs})
    assert isinstance(question, Question)
    root = page(question, answer_key(question))
    words = {option.text[3:] for option in root.iter("option") if option.attrib["value"]}
    assert words == {"A & <b>", "B"}
