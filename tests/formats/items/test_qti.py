"""QTI 2 and 3: items, tests and packages in, packages out, and what does not fit reported under the item's title."""

import io
import zipfile
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from lxml import etree

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import qti2, qti3, recognise
from lms.formats.qti.names import camel, kebab
from lms.questions import dump_question, score_response

BOTH = pytest.mark.parametrize("version", [qti2, qti3], ids=["2.2", "3.0"])
MATCH = (
    '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
)
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'


def item(
    body: str, declarations: str = "", processing: str = "", after: str = "", attributes: str = ""
) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" '
        f'identifier="i1" title="名" adaptive="false" timeDependent="false" {attributes}>{declarations}'
        f"<itemBody>{body}</itemBody>{processing}{after}</assessmentItem>"
    ).encode()


def declared(
    correct: str,
    cardinality: str = "single",
    base: str = "identifier",
    mapping: str = "",
    name: str = "RESPONSE",
) -> str:
    values = "".join(f"<value>{value}</value>" for value in correct.split("|") if value)
    right = f"<correctResponse>{values}</correctResponse>" if values else ""
    return f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{right}{mapping}</responseDeclaration>'


def mapped(entries: dict[str, str], attributes: str = 'defaultValue="0"') -> str:
    rows = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in entries.items())
    return f"<mapping {attributes}>{rows}</mapping>"


def choices(*texts: str, tag: str = "simpleChoice") -> str:
    return "".join(
        f'<{tag} identifier="{chr(65 + n)}" matchMax="1">{words}</{tag}>' for n, words in enumerate(texts)
    )


def interaction(kind: str, inside: str, attributes: str = "", name: str = "RESPONSE") -> str:
    return f'<{kind} responseIdentifier="{name}" {attributes}>{inside}</{kind}>'


def as_three(data: bytes) -> bytes:
    """The same item in the spelling of QTI 3."""
    root = etree.fromstring(data)
    html = {"p", "div", "span", "img", "strong", "br", "ul", "li", "object", "math", "mfrac", "mn", "msup"}
    for element in root.iter():
        name = etree.QName(element).localname
        if name in html:
            element.tag = f"{{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}}{name}"
            continue
        element.tag = f"{{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}}qti-{kebab(name)}"
        for key, value in list(element.attrib.items()):
            del element.attrib[key]
            element.set(kebab(key), value)
    return bytes(etree.tostring(root))


def problem_lines(reading: Reading) -> list[str]:
    return [f"{problem.where.in_('zh')} {problem.what.en}" for problem in reading.problems]


def read_one(data: bytes) -> Draft:
    """The question of an item, the same in both spellings."""
    old, new = qti2.read(data, "a.xml"), qti3.read(as_three(data), "a.xml")
    assert problem_lines(old) == []
    assert [(d.kind, d.data, d.points) for d in old.drafts] == [
        (d.kind, d.data, d.points) for d in new.drafts
    ]
    return old.drafts[0]


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question), question
    return dump_question(question)["body"]


def shares(draft: Draft) -> dict[str, str]:
    return {
        row["text"]: "1" if row.get("right") else row.get("fraction", "0") for row in body(draft)["options"]
    }


def test_a_choice_by_its_right_value() -> None:
    inside = "<prompt>选哪个？</prompt>" + choices("甲", "<strong>乙</strong>")
    draft = read_one(item("<p>看图<img src='a.png' alt='图'/></p>" + interaction("choiceInteraction", inside, 'shuffle="true" maxChoices="1"'),
                     declared("B"), MATCH))  # fmt: skip
    assert draft.kind == "single_choice"
    assert draft.data["stem"] == "看图![图](a.png)\n\n选哪个？"
    assert shares(draft) == {"甲": "0", "**乙**": "1"}
    assert (draft.name, draft.points, draft.more) == ("名", Decimal(1), {"identifier": "i1"})
    assert body(draft)["shuffle"] is True


def test_several_choices_by_their_mapping() -> None:
    mapping = mapped({"A": "1", "B": "1", "C": "-1"}, 'lowerBound="0" upperBound="2" defaultValue="-2"')
    draft = read_one(
        item(
            interaction("choiceInteraction", choices("氢", "氧", "氯", "氖"), 'maxChoices="0"'),
            declared("A|B", "multiple", mapping=mapping),
            MAP,
        )
    )
    assert (draft.kind, draft.data["rule"], draft.points) == ("multiple_choice", "weights", Decimal(2))
    assert shares(draft) == {"氢": "1/2", "氧": "1/2", "氯": "-1/2", "氖": "-1"}


def test_several_choices_by_their_right_value_are_all_or_nothing() -> None:
    draft = read_one(
        item(
            "<p>题</p>" + interaction("choiceInteraction", choices("甲", "乙", "丙"), 'maxChoices="0"'),
            declared("A|C", "multiple"),
            MATCH,
        )
    )
    assert draft.data["rule"] == "all_or_nothing"
    assert shares(draft) == {"甲": "1", "乙": "0", "丙": "1"}


def test_feedback_inside_or_outside_an_option_belongs_to_it() -> None:
    inside = '<simpleChoice identifier="A">甲<feedbackInline identifier="A" outcomeIdentifier="F" showHide="show">好</feedbackInline></simpleChoice>'
    inside += '<simpleChoice identifier="B" fixed="true">乙</simpleChoice>'
    after = '<modalFeedback identifier="B" outcomeIdentifier="F" showHide="show">差</modalFeedback>'
    after += '<modalFeedback identifier="x" outcomeIdentifier="F" showHide="hide"><p>因为</p></modalFeedback>'
    draft = read_one(
        item(
            "<p>题</p>" + interaction("choiceInteraction", inside, 'maxChoices="1"'),
            declared("A"),
            MATCH,
            after,
        )
    )
    assert draft.data["options"] == [
        {"text": "甲", "right": True, "feedback": "好"},
        {"text": "乙", "feedback": "差", "fixed": True},
    ]
    assert draft.feedback == "因为"


def test_an_order_is_that_of_its_right_value() -> None:
    draft = read_one(
        item(
            "<p>排</p>" + interaction("orderInteraction", choices("乙", "甲", "丙")),
            declared("B|A|C", "ordered"),
            MATCH,
        )
    )
    assert draft.data == {"order": ["甲", "乙", "丙"], "rule": "exact", "stem": "排"}


def test_matches_are_turned_so_that_each_left_side_has_one_right_side() -> None:
    sets = f"<simpleMatchSet>{choices('猫', '车', tag='simpleAssociableChoice')}</simpleMatchSet><simpleMatchSet>"
    sets += "".join(
        f'<simpleAssociableChoice identifier="{n}" matchMax="1">{w}</simpleAssociableChoice>'
        for n, w in (("X", "吃"), ("Y", "睡"), ("Z", "开"))
    )
    sets += "</simpleMatchSet>"
    couples = {"A X": "1", "A Y": "1", "B Z": "1"}
    draft = read_one(item("<p>配</p>" + interaction("matchInteraction", sets, 'maxAssociations="3"'),
                     declared("|".join(couples), "multiple", "directedPair", mapped(couples)), MAP))  # fmt: skip
    assert draft.data == {
        "pairs": [{"left": "吃", "right": "猫"}, {"left": "睡", "right": "猫"}, {"left": "开", "right": "车"}],
        "rule": "proportional", "stem": "配",
    }  # fmt: skip
    assert draft.points == 3


def test_pairs_of_one_set_and_words_for_gaps_are_matching() -> None:
    pairs = read_one(item("<p>连</p>" + interaction("associateInteraction", choices("甲", "乙", "丙", "丁", "戊", tag="simpleAssociableChoice"), 'maxAssociations="2"'),
                     declared("A B|C D", "multiple", "pair"), MATCH))  # fmt: skip
    assert pairs.data["pairs"] == [{"left": "甲", "right": "乙"}, {"left": "丙", "right": "丁"}]
    assert (pairs.data["extra"], pairs.data["rule"]) == (["戊"], "all_or_nothing")
    text = (
        choices("冬", "夏", "春", tag="gapText")
        + '<p>今是<gap identifier="G1"/>，变<gap identifier="G2"/>。</p>'
    )
    gaps = read_one(
        item(
            interaction("gapMatchInteraction", text),
            declared("A G1|B G2", "multiple", "directedPair", mapped({"A G1": "1", "B G2": "1"})),
            MAP,
        )
    )
    assert gaps.data == {
        "stem": "今是（1）____，变（2）____。", "pairs": [{"left": "（1）", "right": "冬"}, {"left": "（2）", "right": "夏"}],
        "extra": ["春"], "rule": "proportional",
    }  # fmt: skip


def test_words_and_numbers_typed_into_a_text() -> None:
    entry = '<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="9"/>'
    mapping = mapped({"York": "1", "york": "0.5"})
    within = read_one(
        item(f"<p>this sun of {entry}, and all</p>", declared("York", base="string", mapping=mapping), MAP)
    )
    assert within.data == {
        "stem": "this sun of ____, and all", "blanks": [{"answers": ["York", {"text": "york", "fraction": "1/2"}]}],
    }  # fmt: skip
    last = read_one(item(f"<p>火警电话是 {entry}。</p>", declared("119", base="string"), MATCH))
    assert (last.kind, last.data["answers"]) == ("short_text", ["119"])
    rule = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" tolerance="0.1 0.1">'
        '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE">'
        '<baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>'
    )
    number = read_one(item(f"<p>圆周率</p><p>{entry} 米</p>", declared("3.1", base="float"), rule))
    assert number.data == {"stem": "圆周率", "answers": [{"number": "3.1", "tolerance": "0.1"}], "unit": "米"}


def test_scoring_rules_define_what_other_words_and_orders_earn() -> None:
    def rule(tag: str, test: str, score: str) -> str:
        earned = f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{score}</baseValue></setOutcomeValue>'
        return f"<{tag}>{test}{earned}</{tag}>"

    right = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
    other = '<or><match><variable identifier="RESPONSE"/><baseValue baseType="string">恶王</baseValue></match></or>'
    rules = f"<responseProcessing><responseCondition>{rule('responseIf', right, '2')}{rule('responseElseIf', other, '1')}</responseCondition></responseProcessing>"
    entry = '<textEntryInteraction responseIdentifier="RESPONSE"/>'
    word = read_one(item(f"<p>谁？{entry}</p>", declared("坏王", base="string"), rules))
    assert word.data["answers"] == ["坏王", {"text": "恶王", "fraction": "1/2"}]
    assert word.points == 2
    partial = rule("responseElseIf", right.replace("correct", "ordered"), "1")
    rules = f"<responseProcessing><responseCondition>{rule('responseIf', right, '2')}{partial}</responseCondition></responseProcessing>"
    order = qti2.read(
        item(interaction("orderInteraction", choices("乙", "甲")), declared("B|A", "ordered"), rules), "a.xml"
    )
    assert (order.drafts[0].points, order.drafts[0].data["rule"]) == (2, "exact")
    assert problem_lines(order) == [
        "第 2 行 “名” has a rule for partial marks, which was replaced by all-or-nothing scoring"
    ]


def test_feedback_within_the_text_is_not_shown_in_the_stem() -> None:
    feedback = '<feedbackInline identifier="x" outcomeIdentifier="F" showHide="show">答对了</feedbackInline>'
    assert read_one(item(f"<p>题{feedback}。</p>")).data["stem"] == "题。"


def test_menus_in_a_text() -> None:
    menu = interaction("inlineChoiceInteraction", choices("甲", "乙", tag="inlineChoice"), name="R1")
    alone = read_one(item(f"<p>选{menu}。</p>", declared("B", name="R1"), MATCH))
    assert (alone.kind, alone.data["stem"], shares(alone)) == (
        "single_choice",
        "选____。",
        {"甲": "0", "乙": "1"},
    )
    entry = '<textEntryInteraction responseIdentifier="R2"/>'
    two = qti2.read(
        item(
            f"<p>选{menu}填{entry}。</p>",
            declared("B", name="R1") + declared("丙", base="string", name="R2"),
            MATCH,
        ),
        "a.xml",
    )
    assert two.drafts[0].data == {
        "stem": "选____（甲／乙）填____。",
        "blanks": [{"answers": ["乙"]}, {"answers": ["丙"]}],
    }
    assert len(two.problems) == 1


def test_an_essay_has_its_rubric_from_the_scorers_notes() -> None:
    notes = '<rubricBlock view="scorer"><ul><li>步骤（2分）：好</li><li>理由（1分）</li></ul></rubricBlock>'
    maximum = '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>3</value></defaultValue></outcomeDeclaration>'
    draft = read_one(
        item(
            "<p>谈</p>" + notes + interaction("extendedTextInteraction", ""),
            declared("", base="string") + maximum,
        )
    )
    assert draft.data == {
        "rubric": [{"criterion": "步骤", "points": "2", "describe": "好"}, {"criterion": "理由", "points": "1"}], "stem": "谈",
    }  # fmt: skip
    assert draft.points == 3


def test_marked_words_a_slider_and_a_text_to_read() -> None:
    text = '<p>猫<hottext identifier="A">吃</hottext>鱼<hottext identifier="B">了</hottext>。</p>'
    hot = read_one(item(interaction("hottextInteraction", text, 'maxChoices="1"'), declared("A"), MATCH))
    assert (hot.data["stem"], shares(hot)) == ("猫**吃**鱼**了**。", {"吃": "1", "了": "0"})
    slider = read_one(
        item(
            "<p>几</p>" + interaction("sliderInteraction", "", 'lowerBound="0" upperBound="9"'),
            declared("7", base="integer"),
            MATCH,
        )
    )
    assert (slider.kind, slider.data["answers"]) == ("numeric", [{"number": "7", "tolerance": "0"}])
    assert read_one(item("<p>读</p>")).kind == "description"


def test_a_fraction_of_mathml_stays_a_fraction() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mn>10</mn><mn>2</mn></msup></math>'
    assert qti2.read(item(f"<p>值{math}。</p>"), "a.xml").drafts[0].data["stem"] == "值1/210²。"


REFUSED = [
    (item("<p>题</p>" + interaction("selectPointInteraction", ""), declared("1 1", base="point")), "selectPointInteraction is not supported"),
    (item("<p>题</p>" + interaction("selectPointInteraction", "<prompt>点</prompt>"), declared("1 2", base="point")),
     "selectPointInteraction is not supported"),
    (item("<p>题</p>", attributes='x="1"').replace(b'adaptive="false"', b'adaptive="true"'),
     "is adaptive, answered in steps, which is not supported"),
    (item("<p>题</p>", '<templateDeclaration identifier="x"/>'), "is a template with random values, which is not supported"),
    (item(interaction("choiceInteraction", choices("a", "b")) * 2, declared("A")), "has 2 interactions, which is not supported"),
    (item(interaction("choiceInteraction", choices("a", "b"))), "does not declare the response RESPONSE"),
    (item(interaction("choiceInteraction", choices("a", "b")), declared("")), "no option is right"),
    (item(interaction("orderInteraction", choices("a", "b")), declared("A", "ordered")), "has a right order that leaves entries out"),
    (item(interaction("customInteraction", ""), declared("A")), "customInteraction is not supported"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), REFUSED, ids=[expected for _, expected in REFUSED])
def test_what_does_not_fit_is_reported_under_its_title(data: bytes, expected: str) -> None:
    assert problem_lines(qti2.read(data, "a.xml")) == [f"第 2 行 “名” {expected}"]
    assert [expected in line for line in problem_lines(qti3.read(as_three(data), "a.xml"))] == [True]


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_package_follows_its_test_with_weights_sections_and_files() -> None:
    choice = item(
        "<p>题<img src='img/a%20b.png' alt='图'/></p>"
        + interaction("choiceInteraction", choices("甲", "乙")),
        declared("A"),
        MATCH,
    )
    test = (
        '<assessmentTest title="卷" identifier="t"><testPart identifier="p"><assessmentSection identifier="s" title="一">'
        '<assessmentItemRef identifier="b" href="items/b.xml"><weight identifier="W" value="2.5"/></assessmentItemRef>'
        '<assessmentItemRef identifier="a" href="items/a.xml"/></assessmentSection></testPart></assessmentTest>'
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources><resource identifier="a" href="items/a.xml">'
        "<metadata><lom><general><keyword><string>标签</string></keyword></general></lom></metadata></resource></resources></manifest>"
    )
    files = {
        "x/imsmanifest.xml": manifest.encode(), "x/items/a.xml": item("<p>读</p>"), "x/items/b.xml": choice,
        "x/test.xml": test.encode(), "x/items/img/a b.png": b"hello", "x/rest.xml": item("<p>余</p>"),
    }  # fmt: skip
    data = packed(files)
    assert recognise(data, "a.zip") == "qti2"
    reading = qti2.read(data, "a.zip")
    assert problem_lines(reading) == []
    assert [(d.kind, d.points, d.meta.get("category", ""), d.tags) for d in reading.drafts] == [
        ("single_choice", Decimal("2.5"), "卷/一", ()), ("description", Decimal(0), "卷/一", ("标签",)), ("description", Decimal(0), "", ()),
    ]  # fmt: skip
    assert reading.drafts[0].more["files"] == [{"name": "img/a b.png", "size": 5, "base64": "aGVsbG8="}]


def test_a_stimulus_precedes_the_stem_of_its_questions() -> None:
    stimulus = b'<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"><qti-stimulus-body><p>\xe5\x85\xb1\xe7\x94\xa8</p></qti-stimulus-body></qti-assessment-stimulus>'
    asked = as_three(item("<p>题</p>", '<assessmentStimulusRef identifier="s" href="s.xml"/>'))
    reading = qti3.read(
        packed({"imsmanifest.xml": b"<manifest/>", "a.xml": asked, "s.xml": stimulus}), "a.zip"
    )
    assert [draft.data["stem"] for draft in reading.drafts] == ["共用\n\n题"]


def test_files_that_are_not_qti_are_reported() -> None:
    page = qti3.read(b"<!DOCTYPE html><html><body>test.xml</body></html>", "test.xml")
    assert problem_lines(page) == [
        "test.xml this is a web page (HTML), not a file of questions: neither QTI nor Moodle XML"
    ]
    assert problem_lines(qti2.read(b"<other/>", "a.xml")) == ["a.xml is not QTI, or has no items"]
    assert problem_lines(qti2.read(packed({"a.txt": b""}), "a.zip")) == [
        "a.zip the archive contains no file of questions"
    ]
    assert recognise(as_three(item("<p>x</p>")), "a.bin") == "qti3"


WHOLE = [
    Draft(NOWHERE, "single_choice", {"stem": "题 **粗**\n\n- 一\n- 二", "options": [{"text": "甲 < 乙", "right": True, "feedback": "好"},
          {"text": "*b*", "fixed": True}], "shuffle": False}, name="一", points=Decimal("2.5"), tags=("a", "b c"), feedback="因为",
          meta={"category": "甲"}),
    Draft(NOWHERE, "single_choice", {"stem": "题", "options": [{"text": "甲", "fraction": "1"}, {"text": "乙", "fraction": "1/2"}]}),
    Draft(NOWHERE, "multiple_choice", {"stem": "题", "rule": "weights", "options": [{"text": "a", "fraction": "1/4"},
          {"text": "b", "fraction": "3/4"}, {"text": "c", "fraction": "-1"}]}, points=Decimal(2)),
    Draft(NOWHERE, "multiple_choice", {"stem": "题", "rule": "all_or_nothing", "options": [{"text": "a", "right": True},
          {"text": "b", "right": True}, {"text": "c"}]}, points=Decimal(3)),
    Draft(NOWHERE, "true_false", {"stem": "题", "answer": False, "feedback_true": "T"}, points=Decimal("0.5")),
    Draft(NOWHERE, "short_text", {"stem": "题", "answers": ["a & b", {"text": "c", "fraction": "1/2"}]}),
    Draft(NOWHERE, "numeric", {"stem": "题", "answers": [{"number": "3.14", "tolerance": "0.01"}, {"number": "3", "fraction": "1/2"}], "unit": "m"}),
    Draft(NOWHERE, "blanks", {"stem": "甲____乙____", "blanks": [{"answers": ["x", {"text": "y", "fraction": "1/2"}]},
          {"answers": ["5"], "number": True, "tolerance": "1"}]}, points=Decimal(3)),
    Draft(NOWHERE, "matching", {"stem": "题", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "a"}], "extra": ["c"]}),
    Draft(NOWHERE, "matching", {"stem": "题", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "b"}], "rule": "all_or_nothing"}, points=Decimal(2)),
    Draft(NOWHERE, "ordering", {"stem": "题", "order": ["一", "二", "三"]}, points=Decimal(2)),
    Draft(NOWHERE, "essay", {"stem": "题", "rubric": [{"criterion": "步骤", "points": "2", "describe": "好"},
          {"criterion": "理由", "points": "1"}], "sample": "范文"}, points=Decimal(3)),
    Draft(NOWHERE, "description", {"stem": "读\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"}, points=Decimal(0)),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize("draft", WHOLE, ids=lambda draft: draft.kind)
def test_a_question_comes_back_from_a_package(version: Any, draft: Draft) -> None:
    assert version.losses([draft]) == []
    written = version.write([draft])
    assert version.write([draft]) == written
    assert recognise(written, "a.zip") == version.FORMAT
    reading = version.read(written, "a.zip")
    assert problem_lines(reading) == []
    back = reading.drafts[0]
    assert (back.kind, _without_ids(body(back))) == (draft.kind, _without_ids(body(draft)))
    assert (back.points, back.tags, back.feedback) == (draft.points, draft.tags, draft.feedback)


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(inner) for name, inner in value.items() if name != "id"}
    return [_without_ids(inner) for inner in value] if isinstance(value, list) else value


@BOTH
def test_a_rule_by_which_a_wrong_choice_loses_the_mark_means_the_same_there(version: Any) -> None:
    ours = Draft(
        NOWHERE,
        "multiple_choice",
        {
            "stem": "题",
            "options": [{"text": "a", "right": True}, {"text": "b", "right": True}, {"text": "c"}],
        },
    )
    there = version.read(version.write([ours]), "a.zip").drafts[0]
    for picked in ([], ["a"], ["a", "b"], ["a", "c"], ["c"], ["a", "b", "c"]):
        assert worth(ours, picked) == worth(there, picked)


def worth(draft: Draft, words: list[str]) -> Fraction:
    question = draft.question()
    assert isinstance(question, Question)
    return score_response(
        question, {"choices": [option.id for option in question.body.options if option.text in words]}
    ).fraction


@BOTH
def test_what_qti_cannot_express_is_reported(version: Any) -> None:
    draft = Draft(
        NOWHERE,
        "ordering",
        {"stem": "题", "order": ["一", "二"], "rule": "pairs", "en": {"stem": "Q"}},
        name="排",
        meta={"level": "2"},
    )
    assert [f"{p.where.in_('zh')}: {p.what.en}" for p in version.losses([draft])] == [
        "排: not carried over: level, translations",
        "排: its rule for partial marks is lost: all-or-nothing scoring is used instead",
    ]


def test_the_parts_of_an_item_are_in_the_order_of_the_schema() -> None:
    data = qti2.write([WHOLE[0]])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("items/item-0001.xml"))
        assert archive.namelist() == ["items/item-0001.xml", "assessment.xml", "imsmanifest.xml"]
    assert [etree.QName(part).localname for part in root] == [
        "responseDeclaration", "outcomeDeclaration", "outcomeDeclaration", "outcomeDeclaration", "itemBody",
        "responseProcessing", "modalFeedback",
    ]  # fmt: skip


def test_names_turn_into_the_other_spelling_and_back() -> None:
    names = ["simpleChoice", "responseElseIf", "itemBody", "matchMax", "qtiAssessmentStimulusRef"]
    assert [camel(kebab(name)) for name in names] == names


def test_places_in_a_picture_without_names_become_options_with_a_notice() -> None:
    spots = "".join(f'<hotspotChoice shape="circle" coords="1,1,1" identifier="{name}"/>' for name in "AB")
    reading = qti2.read(
        item(interaction("hotspotInteraction", f"<prompt>哪里？</prompt>{spots}"), declared("B"), MATCH),
        "a.xml",
    )
    assert [(d.kind, [o["text"] for o in d.data["options"] if o.get("right")]) for d in reading.drafts] == [
        ("single_choice", ["B"])
    ]
    assert [p.what.en for p in reading.problems] == [
        "asks to point at places in a picture; here their identifiers are the options"
    ]


@pytest.mark.parametrize("right", ["B", ""])
def test_scoring_rules_define_what_each_option_earns(right: str) -> None:
    rules = "".join(
        f"<{tag}><match><variable identifier='RESPONSE'/><baseValue baseType='identifier'>{name}</baseValue></match>"
        f"<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>{score}</baseValue></setOutcomeValue></{tag}>"
        for tag, name, score in (("responseIf", "B", 2), ("responseElseIf", "A", 1))
    )
    processing = f"<responseProcessing><responseCondition>{rules}</responseCondition></responseProcessing>"
    reading = qti2.read(
        item(
            "<p>题</p>" + interaction("choiceInteraction", choices("甲", "乙", "丙")),
            declared(right),
            processing,
        ),
        "a.xml",
    )
    assert [(d.points, [o.get("fraction", "0") for o in d.data["options"]]) for d in reading.drafts] == [
        (Decimal(2), ["1/2", "1", "0"])
    ]
