"""GIFT that is written comes back the same, and what it loses is reported."""

from decimal import Decimal
from typing import Any

import pytest

from lms.domain.place import QuestionNumber
from lms.domain.question.protocol import Question
from lms.domain.text.markup import block_html
from lms.formats.item import Draft
from lms.formats.items import gift
from lms.questions import dump_question, score_response


def body(draft: Draft) -> dict[str, Any]:
    question = draft.question()
    assert isinstance(question, Question)
    return dump_question(question)["body"]


ALL = """$CATEGORY: 公文

// [id:7] [tag:必考] [tag:格式]
::单选:::[markdown]**甲** \\{x\\}{
	=对\\=的#[plain]<b>
	~%-50%[plain]%50%错 -> 的
	~[markdown]`c`
	####看条例
}

::多选::题{~%50%甲 ~%50%乙 ~%-100%丙}

::判断::题{FALSE#不对#对####因为}

::短答::题 < 3{=甲#好 =%50%\\~乙 =%0%*#再想}

::数值::题{#=5:0.5#对 =%20%7:0 ~#错}

::配对::题{=一->甲 =[html]<b>二</b>->乙 = -> 丙}

::排序::题{>2 ALL VERTICAL ALL_OR_NOTHING SHOW none
一\\: {甲}
二
}

::论述::题{}

::说明::看。
"""


def test_what_is_written_is_read_back_the_same() -> None:
    first = gift.read(ALL.replace("{甲}", "甲").encode(), "a.gift")
    assert (first.problems, len(first.drafts)) == ((), 9)
    second = gift.read(gift.write(first.drafts), "b.gift")
    assert second.problems == ()
    for one_draft, other in zip(first.drafts, second.drafts, strict=True):
        assert body(one_draft) == body(other)
        assert (one_draft.name, one_draft.tags, one_draft.feedback, one_draft.points, one_draft.meta) == (
            other.name, other.tags, other.feedback, other.points, other.meta,
        )  # fmt: skip
        same = ("answer_feedback", "idnumber")
        assert [one_draft.more.get(name) for name in same] == [other.more.get(name) for name in same]


def draft(kind: str, **data: Any) -> Draft:
    return Draft(QuestionNumber(1), kind, {"stem": "题", **data})


OPTIONS = [{"text": "甲", "right": True}, {"text": "乙", "right": True}, {"text": "丙"}]


def test_a_proportional_rule_is_written_as_weights_that_score_the_same() -> None:
    asked = draft("multiple_choice", options=OPTIONS)
    back = gift.read(gift.write([asked]), "a.gift").drafts[0].question()
    question = asked.question()
    assert isinstance(question, Question)
    assert isinstance(back, Question)
    for picked in (["a"], ["a", "b"], ["a", "c"], ["c"], ["a", "b", "c"]):
        assert (
            score_response(back, {"choices": picked}).fraction
            == score_response(question, {"choices": picked}).fraction
        )
    assert gift.losses([asked]) == []


@pytest.mark.parametrize(
    ("lossy", "words"),
    [
        (draft("multiple_choice", options=OPTIONS, rule="all_or_nothing"), "全对才得分"),
        (draft("single_choice", options=OPTIONS[1:], shuffle=False), "选项顺序"),
        (draft("single_choice", options=OPTIONS[1:], en={"stem": "Q", "options": ["a", "b"]}), "译文"),
        (draft("numeric", answer="5", unit="天"), "单位“天”"),
        (draft("short_text", answers=["甲"], keep_punctuation=True), "标点"),
        (draft("ordering", order=["甲", "乙"], rule="pairs"), "碰运气"),
        (draft("ordering", order=["甲", "乙"], rule="constraints", constraints=[{"first": "甲"}]), "约束条件"),
        (draft("matching", pairs=[{"left": "一", "right": "甲"}, {"left": "二", "right": "乙"}], rule="all_or_nothing"), "全对"),
        (draft("essay", rubric=[{"criterion": "甲", "points": "1"}]), "评分标准"),
        (Draft(QuestionNumber(1), "true_false", {"stem": "题", "answer": True}, points=Decimal(2)), "分值 2"),
        (Draft(QuestionNumber(1), "true_false", {"stem": "题", "answer": True}, meta={"source": "条例"}), "来源"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_reported(lossy: Draft, words: str) -> None:
    assert [(p.where.in_("zh"), words in p.what.zh) for p in gift.losses([lossy])] == [("第 1 题", True)]
    assert len(gift.read(gift.write([lossy]), "a.gift").drafts) == 1


@pytest.mark.parametrize(
    "impossible",
    [
        draft("blanks", stem="____和____", blanks=[{"answers": ["甲"]}, {"answers": ["乙"]}]),
        draft("short_text", answers=["甲 -> 乙"]),
        draft("matching", pairs=[{"left": "一 -> 二", "right": "甲"}, {"left": "三", "right": "乙"}]),
        draft("ordering", order=["0", "1"]),
    ],
)
def test_what_has_no_form_in_gift_is_left_out_and_reported(impossible: Draft) -> None:
    assert gift.write([impossible]) == b""
    assert ["没有写出" in p.what.zh for p in gift.losses([impossible])] == [True]


def test_a_single_gap_is_written_as_a_short_answer() -> None:
    gap = draft("blanks", stem="火警是____。", blanks=[{"answers": ["119", "一一九"]}])
    back = gift.read(gift.write([gap]), "a.gift").drafts[0]
    assert (back.kind, back.data["stem"], back.data["answers"]) == (
        "short_text",
        "火警是____。",
        [{"text": "119"}, {"text": "一一九"}],
    )


def test_a_shown_stem_is_the_same_after_a_round_trip_through_html() -> None:
    stem = "看 `a < b`，**甲**：\n\n- 一\n- 二\n\n| x | y |\n| --- | --- |\n| 1 | 2 |"
    asked = draft("true_false", stem=stem, answer=True)
    back = gift.read(gift.write([asked]), "a.gift").drafts[0]
    assert block_html(back.data["stem"]) == block_html(stem)
