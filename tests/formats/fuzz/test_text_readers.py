"""For any text, a reader returns questions that load and problems with a place, in time."""

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bench.costs.growth import FILES, SMALL
from lms.domain.question.protocol import Question
from lms.domain.text.markup import block_html, inline_html
from lms.domain.text.typed import printable
from lms.formats import items
from lms.formats.item import Draft, Reading
from lms.formats.items import aiken, docx, gift, recognise, text
from lms.formats.markup.html_text import line_of, markdown_of
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain
from lms.questions import answer_key, show_question

READERS = {module.FORMAT: module for module in (gift, aiken, text, docx)}
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

GIFT = "$CATEGORY: 甲\n\n// [id:1] [tag:乙]\n::名::[html]<p>题</p>{=对#好 ~%50%半 ~错####因为}\n\n题{#3.1:0.5 ~#错}\n\n题{=一->甲 =二->乙}\n\n题{>2 ALL\n一\n二}\n\n题{TRUE#a#b}\n\n题{}\n"
PAPER = "一、单选题（每题2分）\n1. 题（ ）\nA. 甲 B. 乙\nC. 丙\n【答案】A【解析】因为\n二、判断题\n2、对的。（√）\n3. ____和____。\n答案：甲|乙\n4．[多选题] 题\nA、甲\nB、乙\n参考答案\n一、单选题\n1-3 ABC 4. AB\n"
AIKEN = "Question one\nA. x\nB) y\nANSWER: B\n\nTwo\nlines\n(a) x\n(b) y\nanswer：a\n"
SEEDS = {"gift": GIFT, "aiken": AIKEN, "text": PAPER, "docx": PAPER}
MARKS = st.sampled_from(
    [
        *"{}=~#:\\%*_[]<>&|`->.、．()（）【】ABCab12０９\u3000\n\t\r\"'答案解析题√×",
        *("答案：", "1. ", "A. ", "ANSWER: ", "::", "->", "####", "//", "一、", "____"),
    ]
)
WORDS = st.lists(MARKS | st.text(max_size=4), max_size=60).map("".join)


def packed(words: str) -> bytes:
    """Return `words` as a Word file, a line a paragraph."""
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{''.join(c if c.isprintable() and c not in '<&' else ' ' for c in line)}</w:t></w:r></w:p>"
        for line in words.split("\n")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{namespace}"><w:body>{paragraphs}</w:body></w:document>',
        )
    return out.getvalue()


def as_bytes(form: str, words: str) -> bytes:
    return packed(words) if form == "docx" else words.encode("utf-8", "surrogatepass")


def assert_sound(reading: Reading) -> None:
    """Assert that drafts are questions, and that problems say where, what and how in both languages."""
    for draft in reading.drafts:
        assert isinstance(draft.question(), Question)
        assert draft.where.in_("zh")
    for problem in reading.problems:
        assert all(
            (problem.where.in_("zh"), problem.what.zh, problem.what.en, problem.how.zh, problem.how.en)
        )
    assert reading.drafts or reading.problems


def asked(draft: Draft) -> tuple[Any, Any]:
    """Return what a candidate sees of a question, and its key."""
    question = draft.question()
    assert isinstance(question, Question)
    return show_question(question, 0, "zh", shuffle=False), answer_key(question)


@st.composite
def mutated(draw: st.DrawFn, seed: str) -> str:
    """Return `seed` with parts of it cut, doubled, swapped or overwritten."""
    words = seed
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(words)))
        end = draw(st.integers(start, min(len(words), start + 30)))
        new = draw(MARKS | st.just("") | st.just(words[start:end] * 2) | WORDS)
        words = words[:start] + new + words[end:]
    return words


@pytest.mark.parametrize("form", READERS)
@unhurried
@given(words=WORDS)
def test_any_text_is_read(form: str, words: str) -> None:
    assert_sound(READERS[form].read(as_bytes(form, words), "a.txt"))


@pytest.mark.parametrize("form", READERS)
@unhurried
@given(draw=st.data())
def test_a_file_that_was_damaged_is_read(form: str, draw: st.DataObject) -> None:
    assert_sound(READERS[form].read(as_bytes(form, draw.draw(mutated(SEEDS[form]))), "a.txt"))


@pytest.mark.parametrize("form", READERS)
@unhurried
@given(data=st.binary(max_size=300) | st.binary(max_size=60).map(lambda junk: b"PK\x03\x04" + junk))
def test_any_bytes_are_read(form: str, data: bytes) -> None:
    assert_sound(READERS[form].read(data, "a.txt"))
    assert recognise(data, "a.unknown") in (
        "",
        *READERS,
        "excel",
        "json",
        "moodle_xml",
        "qti",
        "canvas",
        "zip",
    )


@unhurried
@given(places=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_word_file_with_other_bytes_in_it_is_read_or_refused(places: list[tuple[int, int]]) -> None:
    data = bytearray(packed(PAPER))
    for place, value in places:
        data[place % len(data)] = value
    assert_sound(docx.read(bytes(data), "a.docx"))


@unhurried
@given(words=WORDS)
def test_what_is_read_of_a_gift_file_is_written_and_read_the_same(words: str) -> None:
    first = gift.read(words.encode("utf-8", "surrogatepass"), "a.gift").drafts
    lost = {problem.where.in_("zh") for problem in gift.losses(first)}
    kept = [draft for draft in first if draft.where.in_("zh") not in lost or draft.kind == "essay"]
    second = gift.read(gift.write(kept), "b.gift").drafts
    assert list(map(asked, second)) == list(map(asked, kept))


@unhurried
@given(words=WORDS)
@example(words="\ufeff甲")
def test_plain_text_becomes_markdown_with_the_same_words(words: str) -> None:
    text = printable(words).replace("\t", " ")
    assert unescape(inline_html(line_of_plain(text))).split() == text.split()
    shown = re.sub(r"<(?:/?p|br|/?[ou]l(?: start=\"\d+\")?|/?li)>", " ", block_html(markdown_of_plain(text)))
    assert unescape(shown).split() == text.split() or text.strip()[:1].isdigit()


@unhurried
@given(
    html=st.lists(
        MARKS
        | st.sampled_from(
            [
                "<b>",
                "</b>",
                "<p>",
                "</p>",
                "<i>",
                "<ul><li>",
                "<table><tr><td>",
                "<br>",
                "<sub>",
                "&lt;",
                "<script>",
                "<!--",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_html_becomes_markdown(html: str) -> None:
    assert isinstance(markdown_of(html), str)
    assert "\n" not in line_of(html)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_take_long_is_read_in_time(name: str) -> None:
    forms, make = FILES[name]
    for form in forms.split():
        assert_sound(items.read(make(SMALL).encode(), "a.txt", form))
