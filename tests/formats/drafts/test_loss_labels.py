"""What stays behind is named as trainers name it."""

from lms.domain.problem import Text
from lms.formats.drafts.loss_labels import not_carried

OF_THE_BANK = [
    "competency", "area", "level", "difficulty", "source", "checked", "expires", "feedback_en", "case", "enemies",
    "translations",
]  # fmt: skip


def test_everything_that_the_bank_knows_has_words_in_both_languages():
    assert not_carried(OF_THE_BANK) == Text(
        "这些信息带不走：能力项、知识点、级别、难度、来源、核对日期、有效期、英文解析、所属材料、互斥的题、译文",
        "stays behind: competency, content area, level, difficulty, source, date checked, expiry, English rationale, "
        "the text that it is about, questions never asked beside it, translations",
    )


def test_what_another_system_wrote_keeps_its_name():
    assert not_carried(["level", "hints"]) == Text(
        "这些信息带不走：级别、hints", "stays behind: level, hints"
    )
