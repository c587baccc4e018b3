"""Parts of a question that are lost have the names that trainers know."""

from lms.domain.problem import Text
from lms.formats.drafts.loss_labels import not_carried

OF_THE_BANK = [
    "competency", "area", "level", "difficulty", "source", "checked", "expires", "feedback_en", "case", "enemies",
    "use", "translations",
]  # fmt: skip


def test_everything_that_the_bank_stores_has_a_label_in_both_languages():
    assert not_carried(OF_THE_BANK) == Text(
        "这些信息带不走：能力项、知识点、级别、难度、来源、核对日期、有效期、英文解析、所属材料、互斥的题、用途（仅供练习）、译文",
        "not carried over: competency, content area, level, difficulty, source, date checked, expiry, English rationale, "
        "the text that it is about, questions never asked in the same exam, its use (practice only), translations",
    )


def test_a_part_from_another_system_keeps_its_name():
    assert not_carried(["level", "hints"]) == Text(
        "这些信息带不走：级别、hints", "not carried over: level, hints"
    )
