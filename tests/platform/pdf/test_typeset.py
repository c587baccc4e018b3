"""Lines that never leave their box and never break where Chinese may not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.platform.pdf.faces import REGULAR, faces
from lms.platform.pdf.typeset import balanced, fit, measured, tokens, wrap

FACES = faces(REGULAR)


def cut(text: str, limit: float) -> list[str]:
    """The text in lines of at most `limit` em."""
    return wrap(measured(tokens(text), FACES), limit, FACES)


WORDS = st.text("林晓燕会务，。（）“”《》Ab 9-/·", max_size=200)


@given(WORDS)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text.strip()


@settings(deadline=None)
@given(WORDS, st.floats(30, 400), st.floats(8, 60), st.floats(6, 40))
def test_a_text_always_fits_its_box_and_loses_no_character(
    text: str, width: float, height: float, size: float
) -> None:
    block = fit(text, width, height, size, FACES)
    assert [line for line in block.lines if FACES.width(line, block.size) > width] == []
    assert block.height <= height
    assert "".join(block.lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_does_not_begin_with_a_closing_mark_or_end_with_an_opening_one() -> None:
    assert cut("修满规定学时，经考核", 6) == ["修满规定学", "时，经考核"]
    assert cut("滨江市委办（综合）", 6) == ["滨江市委办", "（综合）"]


def test_a_latin_word_stays_whole_unless_no_line_could_hold_it() -> None:
    assert cut("Meeting Organisation", 7) == ["Meeting", "Organisation"]
    assert cut("abcdefghij", 2) == ["abc", "def", "ghij"]


def test_two_lines_are_made_about_equally_long() -> None:
    pieces = measured("一二三四五六七八九十十一", FACES)
    assert balanced(pieces, 11, FACES) == ("一二三四五六", "七八九十十一")


def test_balancing_does_not_break_a_word_that_fits_a_line() -> None:
    pieces = measured(["会务", "organisations", "会务"], FACES)
    assert balanced(pieces, 8, FACES) == ("会务", "organisations", "会务")


def test_a_text_that_fits_keeps_its_size() -> None:
    block = fit("林晓燕", 100, 60, 30, FACES)
    assert (block.size, block.lines) == (30, ("林晓燕",))
    assert fit("林晓燕", 60, 60, 30, FACES).size < 30
