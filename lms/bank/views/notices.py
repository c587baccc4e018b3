"""What the pages of the bank confirm, and what they list on the home page."""

from lms.domain.problem import Text

DRAFT_CREATED = Text("已存为草稿。写好后请送审", "Saved as a draft. Submit it for review when it is ready")
TEXT_CREATED = Text("材料已存为草稿，请写小题", "The text has been saved as a draft; now write its questions")
KEPT_UNFINISHED = Text(
    "已保存，还没写完。只有您看得到，在题库首页“没写完的题”里",
    "Saved, but not finished yet. Only you can see it; it is listed on the page of the question bank",
)
UNFINISHED_DISCARDED = Text("已放弃没写完的题", "The unfinished question has been discarded")
UNFINISHED_DETAIL = Text(
    "写好列出的各项，存成草稿，再送审",
    "Fill in what is listed, save them as drafts, then submit them for review",
)
COUNTING_STATISTICS = Text(
    "正在重新统计，稍后刷新本页", "The statistics are being recalculated; reload this page in a moment"
)
REPLACED = Text(
    "原题已停用，新题已存为草稿，请改好后送审",
    "The old question has been retired; edit the new draft and submit it for review",
)
RETURNED = Text(
    "已退回，命题人会在首页看到您的意见", "Returned; the author will find your comment on the home page"
)
RESTORED_AS_DRAFT = Text(
    "已恢复为草稿，批准后才能使用", "Restored as a draft; it can be used once it is approved"
)
SUBMITTED_FOR_REVIEW = Text(
    "已送审，审题人会在首页看到；审完后结果显示在本页",
    "Submitted for review. Reviewers will find it on their home page; their decision will be shown here",
)
RETIRED = Text("已停用", "Retired")
EXAMS_UNTIL_REPUBLISHED = Text(
    "。已发布的考试要重新发布后才会随之改变",
    ". Published exams will not change until they are published again",
)
NO_LONGER_ASKED = Text(
    "。已发布的考试不再出这道题；正在考和考完的不受影响",
    ". Published exams no longer ask it; exams that have begun or are over do not change",
)
"""They follow another sentence."""

CONFIRMED = Text("已记下您的复审", "Your review has been recorded")
REVIEW_DETAIL = Text(
    "批准后才能用于考试；您写过的题由别人审",
    "Exams use approved questions only; questions that you wrote are reviewed by others",
)
RETURNED_DETAIL = Text(
    "审题人写了意见，改好后请再送审", "The reviewer left comments; edit the questions and submit them again"
)
DRAFTS_DETAIL = Text(
    "写好后请送审，批准后才能用于考试",
    "Submit them for review when they are ready; exams use approved questions only",
)


def _questions(count: int) -> str:
    return f"{count} question{'s' * (count != 1)}"


def moved_to(position: int) -> Text:
    return Text(f"现在是第 {position} 小题", f"It is now question {position}")


def version_saved(number: int) -> Text:
    return Text(f"已存为第 {number} 版草稿", f"Saved as version {number}, a draft")


def draft_saved(name: str) -> Text:
    return Text(f"已存为草稿：{name}", f"Saved as a draft: {name}")


def drafts_saved(count: int) -> Text:
    return Text(f"已存 {count} 道草稿", f"{count} draft{'s' * (count != 1)} saved")


def items_changed(count: int) -> Text:
    return Text(
        f"已改 {count} 题，均存为新版草稿，请送审",
        f"{_questions(count)} changed. Each is saved as a new draft; submit it for review",
    )


def items_retired(count: int) -> Text:
    return Text(f"已停用 {count} 题，不再抽到", f"{_questions(count)} retired; exams no longer draw them")


def version_approved(number: int) -> Text:
    return Text(f"已批准第 {number} 版", f"Version {number} has been approved")


def version_restored(number: int) -> Text:
    return Text(f"已恢复使用第 {number} 版", f"Version {number} is in use again")


def submitted(count: int) -> Text:
    """How many questions of an import were submitted for review."""
    return Text(
        f"已送审 {count} 题，审题人会在首页看到",
        f"{_questions(count)} submitted; reviewers see them on their home page",
    )


def to_review(count: int) -> Text:
    return Text(f"{count} 道题待审", f"{_questions(count)} to review")


def returned_to_you(count: int) -> Text:
    return Text(f"{count} 道题被退回", f"{count} of your questions returned")


def not_finished(count: int) -> Text:
    return Text(f"{count} 道题没写完", f"{count} of your questions not finished")


def drafts_not_submitted(count: int) -> Text:
    return Text(f"{count} 道草稿未送审", f"{count} of your drafts not submitted")


def listed_questions(count: int, filtered: bool) -> Text:
    """The choice of what the list of the bank shows, which may be everything."""
    if filtered:
        return Text(f"题库列表里的 {count} 题", f"The {_questions(count)} in the list")
    return Text(f"全部 {count} 题", "The 1 question" if count == 1 else f"All {count} questions")


def whole_bank(name: Text) -> Text:
    return Text("整个题库：", "The whole bank: ") + name


def version(number: int) -> Text:
    return Text(f"第 {number} 版", f"Version {number}")
