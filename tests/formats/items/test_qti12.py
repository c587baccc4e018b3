"""QTI 1.2 as Canvas and older systems write it."""

import io
import zipfile
from decimal import Decimal
from html import escape
from typing import Any

import pytest

from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import qti12, recognise
from lms.questions import dump_question

FIB = '<response_str ident="response1" rcardinality="Single"><render_fib><response_label ident="a"/></render_fib></response_str>'


def equal(value: str, response: str = "response1") -> str:
    return f'<varequal respident="{response}">{value}</varequal>'


def scored(inside: str, score: str = "100", action: str = "Set", feedback: str = "") -> str:
    shown = f'<displayfeedback linkrefid="{feedback}"/>' if feedback else ""
    setvar = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    return f"<respcondition><conditionvar>{inside}</conditionvar>{setvar}{shown}</respcondition>"


def choice(
    labels: dict[str, str], cardinality: str = "Single", ident: str = "response1", own: str = ""
) -> str:
    rows = "".join(
        f'<response_label ident="{i}"><material><mattext>{w}</mattext></material></response_label>'
        for i, w in labels.items()
    )
    text = f"<material><mattext>{own}</mattext></material>" if own else ""
    return f'<response_lid ident="{ident}" rcardinality="{cardinality}">{text}<render_choice>{rows}</render_choice></response_lid>'


def item(
    kind: str, stem: str, fields: str, conditions: str = "", after: str = "", points: str = "1.0"
) -> str:
    facts = {"question_type": f"{kind}_question" if kind else "", "points_possible": points}
    meta = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
        for name, value in facts.items() if value
    )  # fmt: skip
    return (
        f'<item ident="i" title="名"><itemmetadata><qtimetadata>{meta}</qtimetadata></itemmetadata><presentation><material>'
        f'<mattext texttype="text/html">{escape(stem)}</mattext></material>{fields}</presentation>'
        f"<resprocessing>{conditions}</resprocessing>{after}</item>"
    )


def document(*items: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd">\n'
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="测验"><section ident="root_section">\n'
        + "\n".join(items) + "</section></assessment></questestinterop>"
    ).encode()  # fmt: skip


def problem_lines(reading: Reading) -> list[str]:
    return [f"{problem.where.in_('zh')} {problem.what.en}" for problem in reading.problems]


def read_one(text: str) -> Draft:
    reading = qti12.read(document(text), "a.xml")
    assert problem_lines(reading) == []
    return reading.drafts[0]


def shares(draft: Draft) -> dict[str, str]:
    question = draft.question()
    assert isinstance(question, Question), question
    rows: list[dict[str, Any]] = dump_question(question)["body"]["options"]
    return {row["text"]: "1" if row.get("right") else row.get("fraction", "0") for row in rows}


def test_a_choice_with_its_feedback_points_and_place() -> None:
    feedback = '<itemfeedback ident="1_fb"><material><mattext>不对</mattext></material></itemfeedback>'
    feedback += '<itemfeedback ident="general_fb"><material><mattext texttype="text/html">&lt;p&gt;总&lt;/p&gt;</mattext></material></itemfeedback>'
    conditions = scored(equal("1"), "", feedback="1_fb") + scored(equal("2"))
    draft = read_one(
        item(
            "multiple_choice", "<p>一加一？</p>", choice({"1": "一", "2": "二"}), conditions, feedback, "2.0"
        )
    )
    assert draft.data == {
        "stem": "一加一？",
        "options": [{"text": "一", "feedback": "不对"}, {"text": "二", "right": True}],
    }
    assert (draft.points, draft.feedback, draft.meta) == (Decimal(2), "总", {"category": "测验"})


def test_points_for_each_option_are_parts_of_the_best() -> None:
    conditions = scored(equal("1"), "10.0") + scored(equal("2"), "5.0")
    assert shares(read_one(item("multiple_choice", "题", choice({"1": "甲", "2": "乙", "3": "丙"}), conditions))) == {
        "甲": "1", "乙": "1/2", "丙": "0",
    }  # fmt: skip


def test_true_and_false_are_known_by_their_words() -> None:
    draft = read_one(item("true_false", "对？", choice({"1": "True", "2": "False"}), scored(equal("2"))))
    assert (draft.kind, draft.data["answer"]) == ("true_false", False)


def test_several_answers_name_the_right_and_the_wrong_and_leave_empty_ones_out() -> None:
    whole = f"<and>{equal('1')}<not>{equal('2')}</not>{equal('3')}<not>{equal('0')}</not></and>"
    draft = read_one(
        item(
            "multiple_answers",
            "多",
            choice({"0": "", "1": "A", "2": "B", "3": "C"}, "Multiple"),
            scored(whole),
        )
    )
    assert (draft.data["rule"], shares(draft)) == ("all_or_nothing", {"A": "1", "B": "0", "C": "1"})


def test_several_answers_may_each_add_their_part() -> None:
    conditions = (
        scored(equal("1"), "25", "Add") + scored(equal("2"), "25", "Add") + scored(equal("3"), "-10", "Add")
    )
    draft = read_one(item("", "多", choice({"1": "A", "2": "B", "3": "C"}, "Multiple"), conditions))
    assert (draft.data["rule"], shares(draft)) == ("weights", {"A": "1/2", "B": "1/2", "C": "-1/5"})


def test_short_answers_numbers_and_essays() -> None:
    short = read_one(item("short_answer", "电话", FIB, scored(equal("119") + equal("一一九"))))
    assert (short.kind, short.data["answers"]) == ("short_text", ["119", "一一九"])
    span = '<and><vargte respident="response1">160</vargte><varlte respident="response1">240</varlte></and>'
    exact = read_one(item("numerical", "数", FIB, scored(f"<or>{equal('200.0')}{span}</or>")))
    assert exact.data["answers"] == [{"number": "200.0", "tolerance": "40.0"}]
    middle = read_one(item("numerical", "数", FIB, scored(span)))
    assert middle.data["answers"] == [{"number": "200", "tolerance": "40"}]
    assert read_one(item("essay", "谈", FIB, points="10")).data["rubric"] == [
        {"criterion": "综合评分", "points": "10"}
    ]


def test_named_gaps_take_every_word_that_is_listed() -> None:
    fields = choice({"1": "119", "2": "一一九"}, ident="response_a", own="a") + choice(
        {"3": "120"}, ident="response_b", own="b"
    )
    conditions = scored(equal("1", "response_a"), "50", "Add") + scored(equal("3", "response_b"), "50", "Add")
    assert read_one(item("fill_in_multiple_blanks", "<p>火警[a]急救[b] [x]</p>", fields, conditions)).data == {
        "stem": "火警____急救____ [x]", "blanks": [{"answers": ["119", "一一九"]}, {"answers": ["120"]}],
    }  # fmt: skip


def test_a_menu_alone_is_a_choice_and_several_are_gaps_with_their_words() -> None:
    first = choice({"1": "甲", "2": "乙"}, ident="response_c", own="c")
    alone = read_one(item("multiple_dropdowns", "选[c]", first, scored(equal("2", "response_c"))))
    assert (alone.data["stem"], shares(alone)) == ("选____", {"甲": "0", "乙": "1"})
    fields = first + choice({"3": "丙", "4": "丁"}, ident="response_d", own="d")
    conditions = scored(equal("2", "response_c"), "50", "Add") + scored(equal("3", "response_d"), "50", "Add")
    two = qti12.read(document(item("multiple_dropdowns", "选[c]和[d]", fields, conditions)), "a.xml")
    assert two.drafts[0].data == {
        "stem": "选____（甲／乙）和____（丙／丁）", "blanks": [{"answers": ["乙"]}, {"answers": ["丙"]}],
    }  # fmt: skip
    assert len(two.problems) == 1


def test_matching_sorting_and_ordering() -> None:
    labels = {"1": "一", "2": "二", "3": "三"}
    fields = choice(labels, ident="r1", own="甲") + choice(labels, ident="r2", own="乙")
    conditions = scored(equal("1", "r1"), "50", "Add") + scored(equal("2", "r2"), "50", "Add")
    assert read_one(item("matching", "配", fields, conditions)).data == {
        "stem": "配", "pairs": [{"left": "甲", "right": "一"}, {"left": "乙", "right": "二"}], "extra": ["三"],
    }  # fmt: skip
    sort = choice(labels, "Multiple", "r1", "单") + choice(labels, "Multiple", "r2", "双")
    both = scored(equal("1", "r1") + equal("3", "r1"), "50", "Add") + scored(equal("2", "r2"), "50", "Add")
    assert [pair["right"] for pair in read_one(item("categorization", "分", sort, both)).data["pairs"]] == [
        "单",
        "双",
        "单",
    ]
    order = read_one(
        item("", "排", choice(labels, "Ordered"), scored(equal("2") + equal("3") + equal("1"), "5", "Add"))
    )
    assert order.data == {"stem": "排", "order": ["二", "三", "一"]}


def test_fields_between_texts_are_gaps() -> None:
    def field(name: str) -> str:
        return FIB.replace("response1", name)

    fields = field("F1") + "<material><mattext> 和 </mattext></material>" + field("F2")
    conditions = scored(equal("甲", "F1") + equal("乙", "F2"), "3", "Add")
    reading = qti12.read(document(item("", "<p>填</p>", fields, conditions)), "a.xml")
    assert reading.drafts[0].data["blanks"] == [{"answers": ["甲"]}, {"answers": ["乙"]}]
    assert problem_lines(reading) == [
        "第 4 行 “名” was scored all-or-nothing; here each gap counts separately"
    ]


def test_html_that_is_escaped_twice_is_read_once() -> None:
    assert (
        read_one(item("text_only", "&lt;p&gt;双&lt;b&gt;重&lt;/b&gt;&lt;/p&gt;", "")).data["stem"]
        == "双**重**"
    )


REFUSED = [
    ("calculated", FIB, "", "this type (calculated) is not supported"),
    ("multiple_choice", choice({"1": "a", "2": "b"}), "", "no option is right"),
    ("fill_in_multiple_blanks", choice({"1": "a"}, ident="response_z"), scored(equal("1", "response_z")),
     "has gaps in its text that do not match its answers"),
    ("numerical", FIB, scored(equal("abc")), "has no number as an answer"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "conditions", "expected"), REFUSED)
def test_what_does_not_fit_is_reported_under_its_title(
    kind: str, fields: str, conditions: str, expected: str
) -> None:
    assert problem_lines(qti12.read(document(item(kind, "题", fields, conditions)), "a.xml")) == [
        f"第 4 行 “名” {expected}"
    ]


def test_a_file_that_is_not_well_formed_is_read_as_far_as_possible() -> None:
    broken = document(item("true_false", "对？", choice({"1": "True", "2": "False"}), scored(equal("1"))))
    reading = qti12.read(broken.replace(b"</resprocessing>", b""), "a.xml")
    assert [draft.kind for draft in reading.drafts] == ["true_false"]
    assert "is not well-formed XML" in problem_lines(reading)[0]


def test_canvas_packs_a_quiz_twice_and_it_is_read_once() -> None:
    data = document(item("text_only", "读<img src='$IMS-CC-FILEBASE$/a.png' alt='图'>", ""))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("g1/assessment_qti.xml", "non_cc_assessments/g1.xml.qti", "g2/g2.xml"):
            archive.writestr(name, data)
        archive.writestr("imsmanifest.xml", "<manifest/>")
    assert recognise(out.getvalue(), "a.zip") == "qti12"
    reading = qti12.read(out.getvalue(), "a.zip")
    assert [draft.data["stem"] for draft in reading.drafts] == ["读![图](a.png)"] * 2


def test_an_unknown_type_is_read_by_its_content_with_a_notice() -> None:
    document = f"<questestinterop>{item('foo', 'Q', '')}</questestinterop>"
    reading = qti12.read(document.encode(), "a.xml")
    assert [draft.kind for draft in reading.drafts] == ["description"]
    assert [(problem.what.en, problem.notice) for problem in reading.problems] == [
        ("the type foo is unknown; the item was read by its content", True)
    ]
