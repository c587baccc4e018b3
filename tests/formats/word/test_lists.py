"""Options that Word numbers or dots by itself."""

import io

import pytest
from docx import Document

from lms.formats.items import docx
from tests.formats.word.build import p, read, right, run


def _paper(options: str, answer: str) -> bytes:
    document = Document()
    for number in (1, 2):
        document.add_paragraph(f"题干{number}", style="List Number")
        for words in ("甲", "乙", "丙"):
            document.add_paragraph(f"{words}{number}", style=options)
        document.add_paragraph(answer)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("style", ["List Number 2", "List Bullet", "List Bullet 2"])
@pytest.mark.parametrize("answer", ["答案：B", "【答案】B 【解析】因为"])
def test_a_list_between_question_and_answer_is_its_options(style: str, answer: str) -> None:
    reading = docx.read(_paper(style, answer), "a.docx")
    assert [(d.data["stem"], right(d)) for d in reading.drafts] == [
        ("题干1", ["乙1"]),
        ("题干2", ["乙2"]),
    ]
    assert reading.problems == ()


def test_a_list_whose_answer_names_none_of_it_stays_text() -> None:
    reading = docx.read(_paper("List Bullet", "答案：谈谈而已。言之有理即可。"), "a.docx")
    assert [d.data["stem"] for d in reading.drafts] == [f"题干{n}  \n甲{n}  \n乙{n}  \n丙{n}" for n in (1, 2)]


def test_words_underlined_with_blanks_around_them_are_the_answer_of_a_gap() -> None:
    line = "<w:u w:val='single'/>"
    reading = read(p(run("1. 首都是"), run("  北京  ", line), run("，简称"), run(" 京 ", line)))
    assert [draft.data["blanks"] for draft in reading.drafts] == [
        [{"answers": ["北京"]}, {"answers": ["京"]}]
    ]
