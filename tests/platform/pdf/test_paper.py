"""Documents over several pages: nothing is lost, nothing is too tall, and lines break by the rules of Chinese."""

import io
import shutil
import subprocess
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle

from lms.platform.pdf import shown
from lms.platform.pdf.faces import faces_for
from lms.platform.pdf.pages import BODY, MEASURE
from lms.platform.pdf.paper import Cell, Paper
from lms.platform.pdf.paragraph import FallbackParagraph
from tests.pictures import png

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = ["时间", "原来", "改为"]


def paper(**more) -> Paper:
    return Paper("测试", more.pop("language", "zh"), AT, **more)


def pages(made: Paper) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.bytes()), strict=True).pages]


def bare(text: str) -> str:
    return "".join(text.split())


def lines(text: str, ems: float) -> list[str]:
    """A paragraph as it is set, in a column so many characters wide."""
    style = ParagraphStyle("x", fontName="x", fontSize=10, leading=16)
    return [line for line, _ in FallbackParagraph(text, style, faces_for).lines(ems * 10)]


def fonts(pdf: bytes) -> set[str]:
    """The fonts that are named, and those of them that are not embedded as "!name"."""
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            embedded = "/FontFile2" in font.get_object().get("/FontDescriptor", {})
            found.add(font["/BaseFont"] if embedded else f"!{font['/BaseFont']}")
    return found


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    for ems in range(4, 30):
        set_ = lines("（《条例》第九条）请问：“主送机关”是什么？！答：『受理机关』……【见下】、完。", ems)
        assert [line for line in set_ if line[0] in "，。、；：？！）》』】”"] == []
        assert [line for line in set_ if line[-1] in "（《“『【"] == []


def test_what_an_author_indented_stays_indented_and_blanks_stay_blanks():
    assert lines("　　各单位：\r\n  a  b\n\n完", 20) == ["　　各单位：", "  a  b", "", "完"]


def test_markup_in_a_text_is_text():
    made = paper()
    made.words("<b>x</b> & <font name='x'>&amp;</font> <img src=/etc/passwd> </para>")
    assert bare("<b>x</b> & <font name='x'>&amp;</font> <img src=/etc/passwd> </para>") in bare(
        pages(made)[0]
    )


def test_rare_characters_are_set_among_the_others_and_read_back_as_themselves():
    made = paper()
    made.words("姓名：𠮷野𬀩与㛃Ə，先后")
    made.table([1, 1], [["𠮷", "䶮"]])
    [text] = pages(made)
    assert ("姓名：𠮷野𬀩与㛃Ə，先后" in text, "𠮷" in text.replace("𠮷野", ""), "䶮" in text) == (True,) * 3


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_poppler_reads_rare_characters_too(tmp_path):
    made = paper()
    made.words("姓名：𠮷野𬀩")
    (tmp_path / "x.pdf").write_bytes(made.bytes())
    said = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True)
    assert "姓名：𠮷野𬀩" in said.stdout


def test_what_no_font_has_is_printed_as_its_number():
    made = paper()
    made.words("甲\x07乙\ue000丙 שלום 丁")
    assert bare(pages(made)[0]).startswith("甲‹U+0007›乙‹U+E000›丙‹U+05E9›‹U+05DC›‹U+05D5›‹U+05DD›丁")


def everything(made: Paper) -> None:
    made.heading("标题")
    made.words("正文", align="centre")
    made.table([1, 2, 2], [["1", "", Cell("粗", bold=True)], [Cell("一行说明")]], HEAD)
    made.rules(3)
    made.signatures(["考生（签名）", "日期"])


def test_every_font_is_embedded():
    made = paper(footer="页脚")
    everything(made)
    found = fonts(made.bytes())
    assert (len(found), [name for name in found if name.startswith("!")]) == (2, [])


def test_the_same_paper_is_the_same_bytes():
    made, again = paper(), paper()
    everything(made)
    everything(again)
    assert made.bytes() == again.bytes()


def test_an_essay_of_twenty_thousand_characters_is_split_over_pages_under_the_same_head():
    essay = "".join(f"第{n}句，严格控制发文数量。" for n in range(1_600))[:20_000]
    made = paper()
    made.table([1, 2, 4], [["09:00", "", essay], ["09:01", "旧", "新"]], HEAD)
    said = pages(made)
    assert len(said) > 10
    assert [page for page in said if not bare(page).startswith("时间原来改为")] == []
    body = "".join(bare(page).removeprefix("时间原来改为").rpartition("第")[0] for page in said)
    assert bare(essay) in body.replace("09:00", "").replace("09:01旧新", "")


def test_a_row_that_no_page_holds_begins_where_it_is_if_some_lines_fit():
    made = paper()
    made.words("\n".join("甲" * 20))
    made.table([1, 3], [["左", "\n".join(["乙"] * 70)]])
    first, *_ = pages(made)
    assert ("左" in first, first.count("乙") > 20) == (True, True)


def test_a_row_that_fits_a_page_is_not_cut():
    made = paper()
    made.words("\n".join("甲" * 30))
    made.table([1, 3], [["左", "\n".join(["乙"] * 40)]], ["一", "二"])
    assert [page.count("乙") for page in pages(made)] == [0, 40]


def test_a_remark_across_the_columns_is_not_the_last_line_of_a_page():
    for above in range(28, 42):
        made = paper()
        made.words("\n".join("甲" * above))
        made.table([1, 1], [[Cell("— 其间无内容 —")], ["一", "行"], ["二", "行"]] * 9, ["左", "右"])
        for page in pages(made):
            assert not bare(page).rpartition("第")[0].endswith("—")


def test_a_remark_before_a_row_as_tall_as_a_page_is_printed():
    for lines in range(48, 56):
        made = paper()
        made.words("甲")
        made.table([1, 1], [[Cell("— 其间无内容 —")], ["一", "\n".join("乙" * lines)]], ["左", "右"])
        assert sum(page.count("乙") for page in pages(made)) == lines


def test_a_word_of_sixty_letters_is_broken_and_nothing_of_it_is_lost():
    word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamten"
    made = paper()
    made.table([1, 9], [[word, "右"]])
    assert word in bare(pages(made)[0]).replace("右", "")


def test_a_table_of_sixty_columns_has_all_its_cells():
    made = paper()
    made.table([1] * 60, [[chr(0x4E00 + n) + "字" for n in range(60)]])
    assert [chr(0x4E00 + n) for n in range(60) if chr(0x4E00 + n) not in pages(made)[0]] == []


def test_empty_papers_tables_and_texts_are_printed():
    made = paper()
    made.words("")
    made.table([1, 1], [["", ""]])
    made.table([1, 1], [], ["只有", "表头"])
    assert bare(pages(made)[0]) == "只有表头第1页共1页"
    assert bare("".join(pages(paper()))) == ""


def test_what_is_written_together_moves_to_the_next_page_together():
    made = paper()
    made.words("\n".join("甲" * 38))
    with made.together():
        made.words("题干")
        made.words("\n".join(["选项"] * 8))
    assert ["题干" in page and page.count("选项") == 8 for page in pages(made)] == [False, True]


def test_what_no_page_can_hold_together_begins_where_it_is():
    made = paper()
    made.words("开头")
    with made.together():
        made.words("题干")
        for _ in range(60):
            made.words("选项")
    first, second = pages(made)
    assert ("题干" in first, first.count("选项") + second.count("选项")) == (True, 60)


def test_no_line_of_a_paragraph_is_alone_on_its_page():
    for above in range(30, 42):
        made = paper()
        made.words("\n".join("甲" * above))
        made.words("\n".join("乙" * 12))
        assert 1 not in [page.count("乙") for page in pages(made)]


def test_parts_are_numbered_by_themselves_and_none_is_empty():
    made = paper()
    for _ in range(2):
        made.words("\n".join("甲" * 42))  # fills a page to its last line
        made.page()
        made.words("乙")
        made.begin()
    made.words("丙")
    feet = ["第" + bare(page).rpartition("第")[2] for page in pages(made)]
    assert feet == ["第1页共2页", "第2页共2页"] * 2 + ["第1页共1页"]


def test_the_foot_in_english_and_a_long_footer_beside_it():
    made = paper(language="en", footer="Very long title of an examination " * 6)
    made.words("x")
    assert "Page 1 of 1" in pages(made)[0]


def test_rows_are_read_when_their_page_is_laid_out():
    taken = []

    def rows():
        for n in range(300):
            taken.append(n)
            yield [str(n), "", "B"]

    made = paper()
    made.table([1, 1, 1], rows(), HEAD, size=8)
    assert taken == []
    made.story[-1].wrap(MEASURE, BODY)
    assert 30 < len(taken) < 50
    said = pages(made)
    assert ([page for page in said if "改为" not in page], "299" in said[-1]) == ([], True)


def drawn(made: Paper) -> list[tuple[float, float]]:
    """Width and height of each picture that is drawn, in points."""
    found = []
    for page in PdfReader(io.BytesIO(made.bytes())).pages:
        operations = page.get_contents().operations
        matrix = None
        for operands, operator in operations:
            if operator == b"cm":
                matrix = [float(value) for value in operands]
            if operator == b"Do" and matrix:
                found.append((round(matrix[0]), round(matrix[3])))
    return found


def test_a_picture_is_as_large_as_on_the_screen_and_never_wider_than_the_page():
    made = paper(pictures={"/small": png(200, 100), "/wide": png(3000, 300), "/tall": png(10, 4000)}.get)
    assert [made.picture(name) for name in ("/small", "/wide", "/tall")] == [True, True, True]
    assert drawn(made) == [(150, 75), (round(MEASURE), round(MEASURE / 10)), (1, 300)]
    assert BODY > 300


@pytest.mark.parametrize(
    "data", [None, b"", b"\x89PNG\r\n\x1a\n", png(9, 9)[:-30], b"GIF89a", zlib.compress(b"x")]
)
def test_a_picture_that_cannot_be_read_is_printed_as_its_words(data):
    made = paper(pictures=lambda _: data)
    shown.print_html(made, '<p>见图 <img src="/pictures/x" alt="发文流程"></p>', before="1. ")
    assert bare(pages(made)[0]).startswith("1.见图〔图：发文流程〕")


def test_a_picture_is_printed_where_its_html_has_it():
    made = paper(pictures=lambda _: png(20, 20))
    shown.print_html(made, '<img src="/pictures/x" alt="发文流程"><p>后</p>', before="A. ")
    assert (drawn(made), bare(pages(made)[0]).startswith("A.后")) == ([(15, 15)], True)


@settings(max_examples=30)
@given(
    st.lists(st.text(st.characters(max_codepoint=0x2FFFF, exclude_categories=["Cs"])), max_size=6),
    st.lists(st.lists(st.text("林，。（“ab \n", max_size=900), min_size=2, max_size=2), max_size=6),
    st.integers(0, 45),
)
def test_whatever_is_written_can_be_laid_out(texts, rows, above):
    made = paper()
    made.words("\n".join("甲" * above))
    with made.together():
        for text in texts:
            made.words(text)
    made.table([1, 5], rows, ["左", "右"])
    made.rules(3)
    made.signatures(["日期"])
    assert len(pages(made)) >= 1
