"""Excel as offices write it: every spelling of a key, typed cells, odd files; and out and in again."""

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import excel, recognise, toml
from lms.questions import dump_question
from tests.formats.old_excel import Rich, xls

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "分值"]
ROOT = Path(__file__).parents[3]


def book(sheets: Mapping[str, Sequence[Sequence[Any]]], merges: Sequence[str] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merges:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(rows: Sequence[Sequence[Any]], sheet: str = "试题", merges: Sequence[str] = ()) -> Reading:
    return excel.read(book({sheet: rows}, merges), "题库.xlsx")


def rows_of(*rows: Sequence[Any]) -> Reading:
    return read([HEAD, *rows])


def told(reading: Reading) -> list[str]:
    return [f"{problem.where.in_('zh')} {problem.what.en}" for problem in reading.problems]


def one(*row: Any) -> Draft:
    reading = rows_of(row)
    assert told(reading) == []
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def rights(draft: Draft) -> list[str]:
    return [option["text"] for option in draft.data["options"] if option.get("right")]


def canonical(draft: Draft) -> Any:
    question = draft.question()
    assert isinstance(question, Question), question
    said = (draft.name, draft.points, draft.tags, draft.feedback, dict(draft.meta), dict(draft.more))
    return dump_question(question), said


SPELLINGS = [
    "ABC", "A,B,C", "A，B，C", "A、B、C", "A B C", "A|B|C", "A;B;C", "abc", "ＡＢＣ", "CBA", "1,2,3", "甲;乙;丙", "A.B.C",
    "【ABC】", "A和B和C", "答案：ABC", "甲、乙、丙", "１，２，３",
]  # fmt: skip


@pytest.mark.parametrize("answer", SPELLINGS)
def test_several_letters_are_read_in_every_spelling(answer: str) -> None:
    assert rights(one("多选题", "题", "甲", "乙", "丙", "丁", answer)) == ["甲", "乙", "丙"]


TRUE = ["正确", "对", "√", "✓", "是", "T", "True", "Y", "yes", "1", "A", True, 1]
FALSE = ["错误", "错", "×", "✗", "否", "F", "FALSE", "N", "no", "0", "B", False, 0]


@pytest.mark.parametrize(("words", "answer"), [(w, True) for w in TRUE] + [(w, False) for w in FALSE])
def test_right_and_wrong_are_read_in_every_spelling(words: Any, answer: bool) -> None:
    assert one("判断题", "题", None, None, None, None, words).data["answer"] is answer


def test_a_letter_of_a_true_or_false_question_means_what_its_option_says() -> None:
    assert one("判断题", "题", "错误", "正确", None, None, "A").data["answer"] is False


KINDS = [
    ("单选", "single_choice"), ("多项选择题", "multiple_choice"), ("不定项", "multiple_choice"), ("是非题", "true_false"),
    ("SINGLE_CHOICE", "single_choice"), ("MULTIPLE_CHOICE", "multiple_choice"), ("选择题", "single_choice"),
    ("JUDGE", "true_false"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_kinds_are_read_in_every_spelling(word: str, kind: str) -> None:
    answer = "对" if kind == "true_false" else "A"
    assert one(word, "题", "甲", "乙", None, None, answer).kind == kind


@pytest.mark.parametrize("word", ["简答题", "问答", "论述题", "案例分析", "材料题", "ESSAY"])
def test_what_a_person_marks_is_an_essay_with_the_answer_as_its_model(word: str) -> None:
    draft = one(word, "题", None, None, None, None, "要点一", None, None, 10)
    assert draft.kind == "essay"
    assert draft.data["sample"] == "要点一"
    assert draft.data["rubric"] == [{"criterion": "对照参考答案", "points": "10"}]


def test_everything_beside_the_question_is_kept() -> None:
    reading = read([
        ["题型", "题干", "A", "B", "正确答案", "答案解析", "难易度", "分数", "知识点名称", "标签", "章节", "编号", "出题人"],
        ["单选题", "题", "甲", "乙", "A", "因为", "难", "2.5分", "公文", '简单 语文,"a b"', "第一章", "Q-1", "张三"],
    ])  # fmt: skip
    draft = reading.drafts[0]
    assert (draft.name, draft.points, draft.feedback) == ("Q-1", Decimal("2.5"), "因为")
    assert draft.tags == ("简单", "语文", "a b")
    assert draft.meta == {"area": "公文", "difficulty": "难", "category": "第一章"}
    assert draft.more == {"columns": {"出题人": "张三"}}


def test_headers_are_found_below_a_title_and_through_blanks_stars_and_brackets() -> None:
    reading = read(
        [
            ["某单位题库"],
            ["红色必填"],
            [" 题 型*", "题干（必填）", "A选项", "选项 Ｂ", "标准 答案"],
            ["单选题", "题", "甲", "乙", "B"],
        ]
    )
    assert rights(reading.drafts[0]) == ["乙"]


def test_letters_may_stand_in_a_second_line_of_the_header() -> None:
    rows = [["题干", "选项", None, None, "答案"], [None, "A", "B", "C", None], ["题", "甲", "乙", "丙", "C"]]
    assert rights(read(rows, "单选题", ["B1:D1"]).drafts[0]) == ["丙"]


def test_a_row_of_letters_below_full_headers_is_a_question() -> None:
    reading = read([["题型", "题干", "选项A", "选项B", "答案"], ["单选", "a", "b", "c", "A"]])
    assert [draft.data["stem"] for draft in reading.drafts] == ["a"]


def test_sections_in_a_sheet_give_kind_and_points() -> None:
    reading = read([
        ["一、单选题（每题2分）"], ["题干", "A", "B", "答案"], ["题", "甲", "乙", "A"],
        ["二、判断题（每题1分，共1分）"], ["对的", None, None, "对"],
    ])  # fmt: skip
    assert [(draft.kind, draft.points) for draft in reading.drafts] == [
        ("single_choice", 2),
        ("true_false", 1),
    ]


def test_tables_below_each_other_have_their_own_headers() -> None:
    reading = read(
        [
            ["题干", "A", "B", "答案"],
            ["题", "甲", "乙", "A"],
            [],
            ["题目", "答案", "解析"],
            ["对的", "对", "因为"],
        ]
    )
    assert [(draft.kind, draft.feedback) for draft in reading.drafts] == [
        ("single_choice", ""),
        ("true_false", "因为"),
    ]


def test_a_letter_is_that_of_the_options_column() -> None:
    assert rights(one("单选题", "题", "甲", "乙", None, "丁", "D")) == ["丁"]


def test_a_letter_of_an_empty_column_counts_the_filled_ones_and_is_told() -> None:
    reading = rows_of(["单选题", "题", "甲", "乙", None, "丁", "C"])
    assert rights(reading.drafts[0]) == ["丁"]
    assert told(reading) == [
        "试题!G2 answer C names an empty column; it was read as counting the options that are filled in"
    ]


def test_labels_in_the_cells_are_not_part_of_the_options() -> None:
    assert [o["text"] for o in one("单选题", "题", "A. 甲", "B、乙", None, None, "B").data["options"]] == [
        "甲",
        "乙",
    ]


def test_options_in_one_cell_are_parted() -> None:
    reading = read(
        [
            ["题干", "选项", "答案"],
            ["题", "A.甲 B.乙 C.丙", "B"],
            ["题二", "甲\n乙", "甲"],
            ["题三", "甲|乙|丙", "AC"],
        ]
    )
    assert [rights(draft) for draft in reading.drafts] == [["乙"], ["甲"], ["甲", "丙"]]


BLANKS = [
    ("火警____，急救____。", "119|120", "火警____，急救____。"),
    ("火警（ ），急救（　）。", "119；120", "火警（____），急救（____）。"),
    ("火警__，急救＿＿。", "119、120", "火警____，急救____。"),
    ("火警____，急救____。", "(119)(120)", "火警____，急救____。"),
    ("火警____，急救____。", "1.119 2.120", "火警____，急救____。"),
]


@pytest.mark.parametrize(("stem", "answer", "shown"), BLANKS)
def test_gaps_and_their_answers_are_read_in_every_spelling(stem: str, answer: str, shown: str) -> None:
    draft = one("填空题", stem, None, None, None, None, answer)
    assert draft.data == {"stem": shown, "blanks": [{"answers": ["119"]}, {"answers": ["120"]}]}


def test_answers_of_gaps_may_have_a_column_each_and_points_each() -> None:
    reading = read([["题干", "空 1", "空  2", "单空分数"], ["没有标出空", "甲|乙", "丙", 2.5]], "填空题")
    draft = reading.drafts[0]
    assert draft.data == {
        "stem": "没有标出空 ____、____",
        "blanks": [{"answers": ["甲", "乙"]}, {"answers": ["丙"]}],
    }
    assert draft.points == 5


def test_more_answers_than_gaps_are_told_at_the_stem() -> None:
    reading = read([["题干", "空1", "空2"], ["火警____", "119", "120"]], "填空题")
    assert told(reading) == ["填空题!A2 has 1 gap but 2 answers"]


def test_orders_pairs_and_numbers_are_read() -> None:
    reading = rows_of(
        ["排序题", "排", "丙", "甲", "乙", None, "B→C→A"],
        ["连线题", "连", "甲→1", "乙 -> 2", "→3"],
        ["数值题", "数", None, None, None, None, "10±0.5"],
        ["计算题", "算", None, None, None, None, 2],
    )
    assert [draft.data for draft in reading.drafts] == [
        {"stem": "排", "order": ["甲", "乙", "丙"]},
        {"stem": "连", "pairs": [{"left": "甲", "right": "1"}, {"left": "乙", "right": "2"}], "extra": ["3"]},
        {"stem": "数", "answers": [{"number": "10", "tolerance": "0.5"}]},
        {"stem": "算", "answers": ["2"]},
    ]


def test_typed_cells_are_read_as_they_are_seen() -> None:
    made = openpyxl.load_workbook(
        io.BytesIO(book({"试题": [HEAD, ["单选题", 123, 0.3, datetime.date(2024, 5, 1), 7, 0.1 + 0.2, "A"]]}))
    )
    sheet = made["试题"]
    sheet["C2"].number_format, sheet["D2"].number_format, sheet["E2"].number_format = (
        "0%",
        'yyyy"年"m"月"d"日"',
        "000",
    )
    out = io.BytesIO()
    made.save(out)
    draft = excel.read(out.getvalue(), "a.xlsx").drafts[0]
    assert draft.data["stem"] == "123"
    assert [option["text"] for option in draft.data["options"]] == ["30%", "2024年5月1日", "007", "0.3"]


def test_a_raised_digit_does_not_become_a_digit() -> None:
    rich = book({"试题": [HEAD, ["单选题", "MARK", "甲", "乙", None, None, "A"]]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            run = b'<r><t>10</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>'
            new.writestr(name, data.replace(b"<t>MARK</t>", run))
    assert excel.read(out.getvalue(), "a.xlsx").drafts[0].data["stem"] == "10²"


def test_a_formula_without_a_value_is_told_at_its_cell() -> None:
    reading = rows_of(
        ["单选题", "=1+1", "甲", "乙", None, None, "A"],
        ["单选题", "题", "甲", "乙", None, None, "A", None, None, "=1+1"],
    )
    assert told(reading) == [
        "试题!B2 has a formula that was never calculated",
        "试题!J3 the points cannot be read; 1 was used",
    ]
    assert [(draft.data["stem"], draft.points) for draft in reading.drafts] == [("题", 1)]


def test_a_merged_type_counts_for_every_row_it_covers() -> None:
    reading = read(
        [HEAD, ["判断题", "一", None, None, None, None, "对"], [None, "二", None, None, None, None, "错"]],
        merges=["A2:A3"],
    )
    assert [draft.data["answer"] for draft in reading.drafts] == [True, False]


def test_ghost_rows_examples_and_advice_are_no_questions() -> None:
    reading = excel.read(book({
        "填写说明": [["先看说明"], ["题型", "必填"]],
        "单选题": [
            ["序号", "题干", "选项A", "选项B", "答案", "分值"],
            ["", "必填，不超过 500 字", "必填", "必填", "填写字母", "选填"],
            ["示例", "一加一", "1", "2", "B", 1],
            [1, "真题", "1", "2", "B", 1],
            [2, None, None, None, None, 1],
            [None, None, None, "å"],
            ["注：以上为示例"],
        ],
        "空表": [],
    }), "a.xlsx")  # fmt: skip
    assert [draft.data["stem"] for draft in reading.drafts] == ["真题"]
    assert told(reading) == []


WRONG = [
    (["乱写", "题", "甲", "乙", None, None, "A"], '试题!A2 the kind "乱写" is not known'),
    (["单选题", None, "甲", "乙", None, None, "A"], "试题!B2 is missing"),
    (["单选题", "题", "甲", "乙"], "试题!G2 is missing"),
    (["单选题", "题", "甲", "乙", None, None, "E"], '试题!G2 the answer "E" is not one of the options'),
    (["单选题", "题", "甲", "乙", None, None, "AB"], "试题!G2 is a single choice question with 2 answers"),
    (["单选题", "题", "2", "3", "1", None, "2"], '试题!G2 "2" is both the text and the number of an option'),
    (["单选题", "题", "甲", "甲", None, None, "A"], "试题!D2 is the same as 试题!C2"),
    (["单选题", "题", "甲", None, None, None, "A"], "试题!C2 has no options, or only one"),
    (["判断题", "题", None, None, None, None, "也许"], '试题!G2 the answer "也许" is neither right nor wrong'),
    (["数值题", "题", None, None, None, None, "很多"], '试题!G2 "很多" is not a number'),
    (["排序题", "题", "甲", "乙", None, None, "A"], "试题!G2 must contain every option exactly once"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_cell(row: list[Any], said: str) -> None:
    reading = rows_of(row, ["判断题", "好题", None, None, None, None, "对"])
    assert told(reading) == [said]
    assert [draft.data["stem"] for draft in reading.drafts] == ["好题"]


def test_a_letter_that_stands_twice_is_told_and_the_question_read() -> None:
    reading = rows_of(["多选题", "题", "甲", "乙", "丙", None, "AAB"])
    assert rights(reading.drafts[0]) == ["甲", "乙"]
    assert told(reading) == ["试题!G2 names an option twice"]


def test_plain_words_stay_what_they_are() -> None:
    draft = one("单选题", "2*3*4\n# 不是标题", "a_b_c", "1. 甲", None, None, "A", "**")
    assert draft.data["stem"] == "2\\*3\\*4  \n\\# 不是标题"
    question = draft.question()
    assert isinstance(question, Question)


CSV = '题型,题干,选项A,选项B,答案\n单选题,"含逗号，""引号""和\n换行",甲,乙,A\n判断题,\'=1+1,,,对\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_in_every_encoding(encoding: str) -> None:
    reading = excel.read(CSV.encode(encoding), "题库.csv")
    assert [draft.data["stem"] for draft in reading.drafts] == ['含逗号，"引号"和  \n换行', "=1+1"]
    assert told(reading) == []


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_csv_may_part_its_cells_otherwise(separator: str) -> None:
    lines = ["题型,题干,选项A,选项B,答案", "单选题,题,甲,乙,Z"]
    reading = excel.read("\n".join(lines).replace(",", separator).encode(), "a.csv")
    assert told(reading) == ['E2 the answer "Z" is not one of the options']


def test_a_web_page_named_xls_is_read_with_its_spans() -> None:
    page = (
        "<html><meta charset=gbk><body><table><tr><td>题型<td>题干<td colspan=2>选项<td>答案</tr>"
        "<tr><td>&nbsp;<td><td>A<td>B<td></tr>"
        "<tr><td rowspan=2>单选题<td>一<br>行<td>甲<td>乙<td>A</tr><tr><td>二<td>甲<td>乙<td>B</tr></table>"
    )
    reading = excel.read(page.encode("gbk"), "a.xls")
    assert [(draft.data["stem"], rights(draft)) for draft in reading.drafts] == [
        ("一  \n行", ["甲"]),
        ("二", ["乙"]),
    ]


def test_xml_of_excel_2003_is_read() -> None:
    cells = "".join(
        f"<Cell><Data ss:Type='String'>{words}</Data></Cell>" for words in ("题型", "题干", "答案")
    )
    row = (
        "<Cell><Data ss:Type='String'>数值题</Data></Cell><Cell ss:Index='2'><Data ss:Type='String'>题</Data></Cell>"
        "<Cell><Data ss:Type='Number'>3.0</Data></Cell>"
    )
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="题"><Table><Row>{cells}</Row><Row ss:Index="3">{row}</Row></Table></Worksheet></Workbook>'
    )
    reading = excel.read(xml.encode(), "a.xls")
    assert [(draft.where.in_("zh"), draft.data["answers"]) for draft in reading.drafts] == [("题!B3", ["3"])]


def test_an_old_workbook_is_read_and_a_stray_cell_far_away_costs_nothing() -> None:
    cells: dict[tuple[int, int], str | float | Rich] = {(0, place): name for place, name in enumerate(HEAD)}
    cells |= {(1, 0): "单选题", (1, 1): "题", (1, 2): 123.0, (1, 3): "乙", (1, 6): "A", (65_535, 255): "å"}
    data = xls({"试题": cells})
    reading = excel.read(data, "a.xls")
    assert [rights(draft) for draft in reading.drafts] == [["123"]]


@pytest.mark.parametrize("in_cell", [False, True])
def test_a_raised_digit_of_an_old_workbook_does_not_become_a_digit(in_cell: bool) -> None:
    texts = [
        Rich("面积10m2是多少？", [(5, "superscript"), (6, "")], in_cell),
        Rich("𠮷102", [(4, "superscript")], in_cell),
        Rich("H2O", [(0, ""), (1, "subscript"), (2, "")], in_cell),
        Rich("x甲乙", [(1, "superscript"), (2, "")], in_cell),
        Rich("甲", [(9, "superscript"), (3, "subscript")], in_cell),
    ]
    cells: dict[tuple[int, int], str | float | Rich] = {(0, place): name for place, name in enumerate(HEAD)}
    cells |= {(1, 0): "单选题", (1, 6): "A"}
    cells |= {(1, place): text for place, text in enumerate(texts, 1)}
    draft = excel.read(xls({"试题": cells}), "a.xls").drafts[0]
    assert draft.data["stem"] == "面积10m²是多少？"
    assert [option["text"] for option in draft.data["options"]] == ["𠮷10²", "H₂O", "x^(甲)乙", "甲"]


def test_pictures_that_stay_behind_are_told() -> None:
    data = book({"试题": [HEAD, ["判断题", "题", None, None, None, None, "对"]]})
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    assert told(excel.read(out.getvalue(), "a.xlsx")) == ["a.xlsx contains 1 picture, which was not read"]


def test_formats_are_told_apart_by_content() -> None:
    workbook = book({"试题": [HEAD]})
    assert recognise(workbook, "a.zip") == "excel"
    assert recognise(xls({"a": {(0, 0): "x"}}), "a.bin") == "excel"
    assert recognise(CSV.encode("gbk"), "a.csv") == "excel"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert excel.recognises(out.getvalue(), "a.xlsx") is False


def drafts_of_the_bank() -> list[Draft]:
    files = sorted((ROOT / "question_bank").glob("*/*.toml"))
    return [
        draft
        for file in files
        if file.parent.name != "exams"
        for draft in toml.read(file.read_bytes(), file.name).drafts
    ]


def test_the_whole_bank_comes_back_from_a_workbook() -> None:
    drafts = drafts_of_the_bank()
    assert excel.losses(drafts) == []
    back = excel.read(excel.write(drafts), "a.xlsx")
    assert told(back) == []
    assert sorted(map(repr, map(canonical, back.drafts))) == sorted(map(repr, map(canonical, drafts)))


AWKWARD = [
    Draft(NOWHERE, "single_choice", {"stem": "题", "options": [{"text": "甲", "fraction": "1", "feedback": "好"},
          {"text": "乙", "fraction": "-1/3", "fixed": True}], "shuffle": False}, points=Decimal("0.5")),
    Draft(NOWHERE, "multiple_choice", {"stem": "题", "rule": "weights", "options": [{"text": "甲", "fraction": "2/3"},
          {"text": "乙", "fraction": "1/3"}, {"text": "丙", "fraction": "-1"}]}, tags=("a b", 'c"d')),
    Draft(NOWHERE, "blanks", {"stem": "`____` 与 ____", "blanks": [{"answers": ["a|b", "c\\", {"text": "d;", "fraction": "1/2"}]}]}),
    Draft(NOWHERE, "short_text", {"stem": "=1+1", "answers": ["＝SUM(A1)", "@x", "-1", "+2"], "keep_punctuation": True}),
    Draft(NOWHERE, "numeric", {"stem": "题", "answers": [{"number": "3.14", "tolerance": "0.01"}, {"number": "3", "fraction": "1/2"}]}),
    Draft(NOWHERE, "ordering", {"stem": "题", "order": [{"id": "z", "text": "一"}, {"id": "y", "text": "二"}], "rule": "constraints",
          "constraints": [{"first": "一", "weight": "2"}]}),
    Draft(NOWHERE, "matching", {"stem": "题", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "a"}],
          "rule": "all_or_nothing"}, more={"deep": [{"x": 1}]}, meta={"other": "y"}),
    Draft(NOWHERE, "true_false", {"stem": "_x0041_ 与 x", "answer": True, "feedback_true": "对", "en": {"stem": "x", "feedback_true": "yes"}}),
    Draft(NOWHERE, "essay", {"stem": "题\n\n- 一\n- 二", "rubric": [{"criterion": "步骤", "points": "2.5", "describe": "甲\n乙"},
          {"criterion": "理由", "points": "1"}], "min_chars": 5}, points=Decimal("3.5")),
    Draft(NOWHERE, "description", {"stem": "读"}, points=Decimal(0)),
]  # fmt: skip


@pytest.mark.parametrize("draft", AWKWARD, ids=lambda draft: draft.kind)
def test_an_awkward_question_comes_back_from_a_workbook(draft: Draft) -> None:
    back = excel.read(excel.write([draft]), "a.xlsx")
    assert told(back) == []
    assert canonical(back.drafts[0]) == canonical(draft)


def test_nothing_that_is_written_is_a_formula() -> None:
    made = openpyxl.load_workbook(io.BytesIO(excel.write(AWKWARD)))
    types = {
        cell.data_type
        for sheet in made
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert types == {"s", "n"}
    assert made["短答题"]["A2"].value == "=1+1"


def test_a_text_longer_than_a_cell_is_told() -> None:
    long = Draft(NOWHERE, "true_false", {"stem": "题", "answer": True}, name="长", feedback="x" * 40_000)
    assert [f"{p.where.in_('zh')}: {p.what.en}" for p in excel.losses([long])] == [
        "长: 解析 is too long for an Excel cell: the cell has its beginning, the last columns have all of it"
    ]


def test_the_template_reads_back_as_no_question_and_each_example_is_a_good_one() -> None:
    empty = excel.write([])
    assert told(excel.read(empty, "t.xlsx")) == ["t.xlsx contains no questions"]
    made = openpyxl.load_workbook(io.BytesIO(empty))
    assert made.sheetnames[0] == "填写说明"
    for sheet in made.worksheets[1:]:
        sheet["A2"] = "例"
    out = io.BytesIO()
    made.save(out)
    filled = excel.read(out.getvalue(), "t.xlsx")
    assert told(filled) == []
    assert [draft.kind for draft in filled.drafts] == [
        "single_choice", "multiple_choice", "true_false", "blanks", "numeric", "short_text", "ordering", "matching", "essay",
        "description",
    ]  # fmt: skip


def test_what_is_only_called_xlsx_is_said_to_be_no_workbook() -> None:
    reading = excel.read(b"MZ" + bytes(range(256)), "a.xlsx")
    assert [problem.what.en for problem in reading.problems] == [
        "is not an Excel file, although its name ends in .xlsx"
    ]
