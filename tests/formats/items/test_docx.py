"""Word: what a reader sees on the page is read, and what is not a Word file is recognised."""

import io
import zipfile

import docx as python_docx
import pytest

from lms.formats.items import docx, recognise
from tests.formats.word.build import CHOICES, STRICT, only_draft, p, read, right, run, table, word


def test_a_file_that_word_itself_would_write() -> None:
    document = python_docx.Document()
    for line in ("1. 题干（ ）", "A. 甲", "B. 乙", "【答案】B"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    assert recognise(out.getvalue(), "没有扩展名") == "docx"
    assert right(docx.read(out.getvalue(), "a.docx").drafts[0]) == ["乙"]


def test_the_other_namespace_of_the_standard_is_read_too() -> None:
    reading = docx.read(word(p("1. 题干"), *CHOICES, namespace=STRICT), "a.docx")
    assert [right(draft) for draft in reading.drafts] == [["乙"]]


def test_soft_breaks_tabs_and_tables_with_options() -> None:
    stem = "<w:r><w:t>1. 第一行</w:t><w:br/><w:t>第二行</w:t></w:r>"
    draft = only_draft(p(stem), table(["A. 甲", "B. 乙"], ["C. 丙", "D. 丁"]), p("答案：D"))
    assert (draft.data["stem"], right(draft)) == ("第一行  \n第二行", ["丁"])
    tabs = p("<w:r><w:t>A.甲</w:t><w:tab/><w:t>B.乙</w:t></w:r>")
    assert right(only_draft(p("1. 题"), tabs, p("答案：B"))) == ["乙"]


def test_a_table_of_questions_under_named_columns() -> None:
    rows = table(
        ["序号", "题型", "题干", "选项A", "选项B", "答案", "解析", "分值"],
        ["1", "单选题", "题一", "甲", "乙", "B", "因为", "2"],
        ["2", "判断题", "题二。", "", "", "错误", "", ""],
    )
    first, second = read(rows).drafts
    assert (first.data["stem"], right(first), first.feedback, str(first.points)) == (
        "题一",
        ["乙"],
        "因为",
        "2",
    )
    assert (second.kind, second.data["answer"], second.where.in_("zh")) == (
        "true_false",
        False,
        "表 1 第 3 行",
    )


def test_answers_in_a_table_at_the_end() -> None:
    questions = [p(f"{n}. 题{n}（ ）¶".removesuffix("¶")) + p("A. 甲 B. 乙") for n in (1, 2, 3)]
    reading = read(*questions, p("参考答案"), table(["题号", "1", "2", "3"], ["答案", "A", "B", "A"]))
    assert [right(draft) for draft in reading.drafts] == [["甲"], ["乙"], ["甲"]]


def test_underlined_blanks_are_gaps() -> None:
    gap = run("      ", '<w:u w:val="single"/>')
    plain = run("   ", '<w:u w:val="none"/>')
    draft = only_draft(p("1. 火警", gap, "，急救", gap, "。", plain), p("答案：119|120"))
    assert (draft.kind, draft.data["stem"]) == ("blanks", "火警____，急救____。")


def test_raised_and_lowered_characters_keep_their_meaning() -> None:
    low, high = '<w:vertAlign w:val="subscript"/>', '<w:vertAlign w:val="superscript"/>'
    draft = only_draft(p("1. H", run("2", low), "O 与 10", run("-3", high), "，x", run("甲", high)), *CHOICES)
    assert draft.data["stem"] == "H₂O 与 10⁻³，x^(甲)"


def test_ticks_in_symbol_fonts_are_ticks() -> None:
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    assert only_draft(p("1. 应当一文一事。（", tick, "）")).data["answer"] is True


def test_deleted_and_hidden_text_is_not_read_and_inserted_text_is() -> None:
    deleted = f"<w:del>{run('删').replace('w:t', 'w:delText')}</w:del>"
    draft = only_draft(p("1. 题", deleted, run("藏", "<w:vanish/>"), f"<w:ins>{run('干')}</w:ins>"), *CHOICES)
    assert draft.data["stem"] == "题干"


def test_pictures_and_formulas_are_reported() -> None:
    picture = "<w:r><w:drawing><w:blip/></w:drawing></w:r>"
    formula = "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
    reading = read(p("1. 看图", picture), p("算", formula), *CHOICES)
    assert [(p.where.in_('zh'), p.what.zh) for p in reading.problems] == [
        ("第 1 段“1. 看图”", "这里有图片，没有读入"), ("第 2 段“算x+1”", "这里有公式，只读入了其中的文字"),
    ]  # fmt: skip
    assert [draft.data["stem"] for draft in reading.drafts] == ["看图  \n算x+1"]


def test_text_boxes_are_read_where_they_are_anchored() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('A. 甲')}{p('B. 乙')}</w:txbxContent></w:pict></w:r>"
    assert right(only_draft(p("1. 题", box), p("答案：B"))) == ["乙"]


def test_full_width_everything() -> None:
    draft = only_draft(p("１．题干"), p("Ａ．甲"), p("Ｂ．乙"), p("答案：Ｂ"), p("分值：３"))
    assert (right(draft), str(draft.points)) == (["乙"], "3")


def test_a_problem_names_its_paragraph_and_begins_to_quote_it() -> None:
    reading = read(p("1. 这是一道没有答案的题目（ ）"), p("A. 甲"), p("B. 乙"))
    assert [problem.where.in_("zh") for problem in reading.problems] == ["第 1 段“1. 这是一道没有答案的…”"]


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Office"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (archive(xl__workbook_xml="<a/>"), "Excel"),
        (archive(ppt__presentation_xml="<a/>"), "PowerPoint"),
        (archive(content_xml="<a/>"), "ODT"),
        (archive(a="x"), "压缩包"),
        (b"PK\x03\x04broken", "ZIP"),
        (b"", "ZIP"),
        (archive(word__document_xml="<w"), ""),
        (archive(word__document_xml='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), ""),
        (archive(word__document_xml="<a>" + " " * 9_000_000 + "</a>"), "压缩炸弹"),
    ],
)
def test_what_is_not_a_word_file_is_recognised(content: bytes, words: str) -> None:
    reading = docx.read(content, "题.docx")
    assert (reading.drafts, len(reading.problems)) == ((), 1)
    assert reading.problems[0].where.in_("zh").startswith("题.docx")
    assert words in reading.problems[0].what.zh


def test_an_empty_document_has_no_question() -> None:
    assert [problem.where.in_("zh") for problem in read(p("")).problems] == ["题库.docx"]
