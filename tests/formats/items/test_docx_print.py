"""Word for printing: exam, answer sheet and key, as python-docx and our own reader read them."""

import base64
import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from lms.domain.place import Named, TextLine
from lms.domain.problem import Text
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.formats.items import docx, docx_key, docx_paper, docx_sheet, item_formats
from lms.formats.printed.questions import number_questions, unprinted
from lms.questions import dump_question, rubric_points, same_question
from tests.questions import samples

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP8z8Dwn4GBgQEABQQBAVYB8+8AAAAASUVORK5CYII="
)
OPTIONS = [{"text": "请示", "right": True}, {"text": "报告"}, {"text": "函"}]
PLAIN = [
    Draft(TextLine(1), "single_choice", {"stem": "向上级请求批准用什么文种？", "options": OPTIONS}, points=Decimal(2), feedback="请求批准用请示。"),
    Draft(TextLine(2), "multiple_choice", {"stem": "哪些是上行文？", "options": [{"text": "请示", "right": True}, {"text": "报告", "right": True}, {"text": "批复"}]}, points=Decimal(3)),
    Draft(TextLine(3), "true_false", {"stem": "请示可以一文多事。", "answer": False}, points=Decimal(1)),
    Draft(TextLine(4), "blanks", {"stem": "首都是____，省会是____。", "blanks": [{"answers": ["北京"]}, {"answers": ["昆明", "昆明市"]}]}, points=Decimal(2)),
    Draft(TextLine(5), "short_text", {"stem": "平行机关之间商洽工作用什么文种？", "answers": ["函", "公函"]}, points=Decimal(2)),
    Draft(TextLine(6), "numeric", {"stem": "六乘七等于多少？", "answer": "42"}, points=Decimal(2)),
    Draft(TextLine(7), "ordering", {"stem": "收文办理的顺序是什么？", "order": ["登记", "拟办", "批办"]}, points=Decimal(2)),
    Draft(TextLine(8), "matching", {"stem": "把文种和行文方向配对。", "pairs": [{"left": "请示", "right": "上行"}, {"left": "批复", "right": "下行"}]}, points=Decimal(2)),
    Draft(TextLine(9), "essay", {"stem": "谈谈如何做好突发事件信息报送。", "rubric": [{"criterion": "观点", "points": "3"}, {"criterion": "文字", "points": "2"}], "sample": "先急后缓。"}, points=Decimal(5)),
]  # fmt: skip


def words(data: bytes) -> str:
    """Return the text of all paragraphs and cells."""
    document = python_docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def essence(draft: Draft) -> dict[str, Any]:
    """Return what matters in a question: kind, words and key. Ids differ in every reading."""
    question = draft.question()
    assert isinstance(question, Question), question
    body = dump_question(question)["body"]

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: plain(inner) for name, inner in value.items() if name not in ("id", "shuffle", "rule")
            }
        return [plain(inner) for inner in value] if isinstance(value, list) else value

    made = plain(body)
    for name in ("options", "pairs"):
        if name in made:
            made[name] = sorted(made[name], key=str)
    return {"kind": draft.kind, "points": draft.points, "feedback": draft.feedback, **made}


def test_reading_the_key_returns_the_same_questions():
    reading = docx.read(docx_key.write(PLAIN), "参考答案.docx")
    assert [problem.line("zh") for problem in reading.problems if not problem.notice] == []
    assert [essence(draft) for draft in reading.drafts] == [essence(draft) for draft in PLAIN]


def test_the_printed_exam_has_every_question_and_no_answer():
    printed = words(docx_paper.write(PLAIN))
    for part in (
        "注意事项",
        "一、单选题（共 1 题，2 分）",
        "1. 向上级请求批准用什么文种？",
        "A. ",
        "(1) 请示",
        "首都是____",
    ):
        assert part in printed
    for hidden in ("答案：", "解析", "昆明", "42", "先急后缓", "评分标准", "公函"):
        assert hidden not in printed, hidden


def test_the_answer_sheet_has_space_for_every_answer_and_no_question():
    data = docx_sheet.write(PLAIN)
    tables = python_docx.Document(io.BytesIO(data)).tables
    numbers = [
        cell.text for table in tables for row in table.rows for cell in row.cells if cell.text.isdigit()
    ]
    assert numbers == ["1", "2", "3", "5", "6", "7"]
    assert ("（2）" in words(data), "请示" in words(data)) == (True, False)


@pytest.mark.parametrize("name", ["docx-paper", "docx-sheet", "docx-key"])
def test_a_document_is_a4_with_the_fonts_of_an_office_and_numbered_pages(name):
    form = item_formats()[name]
    data = form.write(PLAIN)
    section = python_docx.Document(io.BytesIO(data)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert all(f'w:eastAsia="{font}"' in parts.read("word/styles.xml").decode() for font in ("宋体", "黑体"))
    footer = parts.read("word/footer1.xml").decode()
    assert [field for field in ("PAGE", "NUMPAGES") if f'w:instr="{field}"' not in footer] == []
    assert form.write(PLAIN) == data
    assert isinstance(form.NAME, Text)


@pytest.mark.parametrize("name", ["docx-paper", "docx-sheet", "docx-key"])
def test_a_document_names_no_program_no_author_and_no_time(name):
    data = item_formats()[name].write(PLAIN)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [part.filename for part in archive.infolist()] == [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "word/_rels/document.xml.rels",
            "word/styles.xml",
            "word/settings.xml",
            "word/footer1.xml",
        ]
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        printed = b"".join(archive.read(part) for part in archive.namelist()).lower()
    assert [word for word in (b"python", b"rsid", b"calibri", b"ja-jp") if word in printed] == []


def test_word_is_not_loaded_before_a_document_is_written():
    code = (
        "import sys; from lms.formats.items import item_formats; item_formats(); print('docx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_many_pictures_are_each_at_their_place():
    kinds = {"png": PNG, "gif": b"GIF89a\x05\0\x03\0", "jpeg": b"\xff\xd8\xff\xc0\0\x11\x08\0\x03\0\x05"}
    files = [
        {"name": f"{n}.{kind}", "base64": base64.b64encode(data + bytes([n])).decode()}
        for n, (kind, data) in enumerate([*kinds.items()] * 2)
    ]
    stem = "看图。\n\n" + "\n\n".join(f"![第{n}图]({file['name']})" for n, file in enumerate(files))
    draft = Draft(TextLine(1), "true_false", {"stem": stem, "answer": True}, more={"files": files})
    document = python_docx.Document(io.BytesIO(docx_paper.write([draft])))
    blobs = [document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
             for shape in document.inline_shapes]  # fmt: skip
    assert blobs == [base64.b64decode(file["base64"]) for file in files]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        f"第{n}图" for n in range(6)
    ]


def test_every_line_of_an_essay_is_drawn():
    document = python_docx.Document(io.BytesIO(docx_sheet.write(PLAIN[-1:])))
    assert sum(paragraph.style.name == "Line" for paragraph in document.paragraphs) == 12
    edges = document.styles["Line"].element.pPr.find(qn("w:pBdr"))
    assert [edge.tag for edge in edges] == [qn("w:bottom"), qn("w:between")]


def test_tables_and_pictures_are_printed_and_a_missing_picture_is_reported():
    stem = "看图表。\n\n![流程图](flow.png)\n\n| 文种 | 方向 |\n|---|---|\n| 请示 | 上行 |"
    files = [{"name": "flow.png", "base64": base64.b64encode(PNG).decode()}]
    draft = Draft(TextLine(1), "true_false", {"stem": stem, "answer": True}, more={"files": files})
    data = docx_paper.write([draft])
    assert zipfile.ZipFile(io.BytesIO(data)).read("word/media/image1.png") == PNG
    assert len(python_docx.Document(io.BytesIO(data)).inline_shapes) == 1
    assert ("上行" in words(data), docx_paper.losses([draft])) == (True, [])
    lost = Draft(TextLine(1), "true_false", {"stem": stem, "answer": True})
    assert [problem.notice for problem in docx_paper.losses([lost])] == [True]
    assert "〔图：流程图〕" in words(docx_paper.write([lost]))


def test_metadata_that_is_not_printed_is_reported_once():
    tagged = [
        Draft(Named(str(n)), "true_false", {"stem": "丙。", "answer": True}, tags=("公文",)) for n in range(3)
    ]
    assert [problem.what.zh[:3] for problem in docx_key.losses(tagged)] == ["3 题"]


WITH_NOTES = [
    Draft(TextLine(1), "numeric", {"stem": "面积多少？", "answer": "397", "unit": "平方公里"}),
    Draft(TextLine(2), "essay", {"stem": "谈谈。", "rubric": [{"criterion": "观点", "points": "1"}], "min_chars": 300, "max_chars": 800}),
    Draft(TextLine(3), "blanks", {"stem": "____和____", "blanks": [{"answers": ["甲"]}, {"answers": ["乙"]}], "any_order": True}),
]  # fmt: skip


def test_units_limits_and_flags_that_candidates_see_are_printed():
    printed = words(docx_paper.write(WITH_NOTES))
    for part in ("（单位：平方公里）", "（最少字数：300；最多字数：800）", "（各空不分先后）"):
        assert part in printed
    assert docx_paper.losses(WITH_NOTES) == []


def test_what_is_not_printed_is_reported_before():
    picture = Draft(
        TextLine(5),
        "single_choice",
        {"stem": "哪个？", "options": [{"text": "![甲](a.png)", "right": True}, {"text": "乙"}]},
    )
    losses = docx_paper.losses([*PLAIN, picture])
    assert [(problem.where.in_("zh"), problem.notice) for problem in losses] == [
        ("第 5 行", True),
        ("", True),
    ]
    assert losses[0].what.zh == "试卷上没有印：选项里的图片"
    assert losses[1].what.zh == "3 题（多选题、排序题、匹配题）没有全对怎样计分，试卷上不印"


def test_what_a_kind_shows_and_no_document_prints_is_reported():
    (question,) = number_questions(PLAIN[:1])
    shown = {**question.shown, "actions": [{"id": "a", "text": "先报告"}], "scale": 5, "hidden": ""}
    assert [name.zh for name in unprinted(replace(question, shown=shown))] == ["actions", "scale"]


def test_half_an_answer_is_not_printed_as_a_whole_one():
    answers = [{"text": "函"}, {"text": "公函", "fraction": "1/2"}]
    printed = words(
        docx_key.write([Draft(TextLine(1), "short_text", {"stem": "用什么文种？", "answers": answers})])
    )
    assert [line for line in printed.splitlines() if "函" in line] == ["答案：函", "评分标准：“公函”得 1/2"]


def test_the_key_says_how_each_question_is_scored():
    order = {"order": ["登记", "拟办", "批办"], "rule": "constraints"}
    rules = [{"first": "登记", "weight": "2"}, {"before": "拟办", "after": "批办"}, {"last": "批办"}]
    unit = {"answer": "397", "unit": "平方公里"}
    number = {"answers": ["24"], "number": True, "tolerance": "0.5"}
    several = [{"text": "请示", "right": True}, {"text": "报告", "right": True}, {"text": "函"}]
    printed = words(docx_key.write([
        Draft(TextLine(1), "multiple_choice", {"stem": "哪些？", "options": several, "rule": "all_or_nothing"}),
        Draft(TextLine(2), "blanks", {"stem": "____小时", "blanks": [number]}),
        Draft(TextLine(4), "numeric", {"stem": "面积？", **unit}),
        Draft(TextLine(5), "short_text", {"stem": "写标点。", "answers": ["、"], "keep_punctuation": True}),
        Draft(TextLine(3), "ordering", {"stem": "先后？", **order, "constraints": rules}),
    ]))  # fmt: skip
    names = {
        line[3:]: line[0] for line in printed.splitlines() if line[1:3] == ". " and line[3:] in order["order"]
    }
    a, b, c = (names[entry] for entry in order["order"])
    assert [line for line in printed.splitlines() if line.startswith("评分标准")] == [
        "评分标准：全对才得分",
        "评分标准：“24”误差 ±0.5",
        "评分标准：标点也要写对",
        "评分标准：单位：平方公里",
        f"评分标准：只看下面列出的先后要求；{a} 最先（权重 2）；{b} 在 {c} 前；{c} 最后",
    ]


@pytest.mark.parametrize("sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}")
def test_what_the_word_reader_changes_is_reported(sample):
    data = {name: value for name, value in sample.data.items() if name != "en"}
    draft = Draft(TextLine(1), sample.kind, data, points=rubric_points(sample.question) or Decimal(5))
    drafts = docx.read(docx_key.write([draft]), "a.docx").drafts
    read_back = drafts[0].question() if drafts else None
    same = isinstance(read_back, Question) and same_question(read_back, draft.question())
    assert ([problem.where.in_("zh") for problem in docx_key.losses([draft])] == []) == same


def test_what_differs_has_the_label_of_the_form():
    options = [{"text": "请示", "right": True, "feedback": "对"}, {"text": "报告"}]
    draft = Draft(TextLine(1), "single_choice", {"stem": "哪个？", "options": options, "shuffle": False})
    assert [(problem.what.zh, problem.what.en) for problem in docx_key.losses([draft])] == [(
        "从 Word 读回时，这些与原题不同：选项（选后提示）、每份试卷打乱选项顺序",
        "read back from Word, these differ: Options (Feedback), Shuffle the options on every paper",
    )]  # fmt: skip


def test_a_document_with_unusual_characters_can_be_read():
    draft = Draft(TextLine(1), "true_false", {"stem": "𠮷😀 <b>&amp; שלום e\u0301", "answer": True})
    assert "𠮷😀 <b>&" in words(docx_paper.write([draft]))
