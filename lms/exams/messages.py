"""Refusals, problems and notices about exams and their drafts."""

from lms.domain.place import FieldPath, Named
from lms.domain.problem import Message, Problem, Refused, Text, not_found


def exam_not_found() -> Refused:
    return not_found(Text("考试", "exam"))


def draft_not_found() -> Refused:
    return not_found(Text("考试草稿", "draft"))


def invalid_slug() -> Refused:
    return Refused(
        "exam.slug",
        Text(
            "短名只能用小写字母、数字和连字符",
            "A short name may contain only lower-case letters (a–z), digits and hyphens",
        ),
        Text(
            "例如 coordination-2026，也可以留空", "for example coordination-2026; you can also leave it empty"
        ),
        status=400,
    )


def no_audience() -> Refused:
    return Refused(
        "exam.audience",
        Text("没有选谁能参加", "Nothing says who may sit the exam"),
        Text("请选全体学员、部分单位或名单", "choose everybody, some units or the list"),
        status=400,
    )


def no_units_chosen() -> Refused:
    return Refused(
        "exam.audience",
        Text("没有选单位", "No unit is chosen"),
        Text("请至少选一个单位", "choose at least one unit"),
        status=400,
    )


def slug_taken(slug: str) -> Refused:
    return Refused(
        "exam.name_taken",
        Text(f"短名 {slug} 已被占用", f"The short name {slug} is already in use"),
        Text("请换一个，或修改那场考试", "choose another, or edit that exam"),
        slug=slug,
    )


def draft_changed(version: int) -> Refused:
    return Refused(
        "exam.stale",
        Text(
            "这份草稿刚被别人（或您在另一个窗口）改过",
            "This draft has just been changed by someone else, or by you in another window",
        ),
        Text(
            "您刚才的修改还没有保存。下面是最新内容，请核对后再改一次",
            "your change was not saved. The latest version is below; check it and make your change again",
        ),
        version=version,
    )


def draft_unfinished(problems: list[Problem]) -> Refused:
    return Refused(
        "exam.unfinished",
        Text("草稿还没有填完，不能发布", "The draft is not finished and cannot be published"),
        Text("请按检查页逐项补齐", "complete what the checks page lists"),
        problems=problems,
    )


def exam_infeasible(slug: str, problems: list[Problem]) -> Refused:
    return Refused(
        "exam.infeasible",
        Text(
            f"考试 {slug} 无法发布：题库不能满足组卷要求",
            f"The exam {slug} cannot be published: the bank does not have the questions that it asks for",
        ),
        Text(
            "请按下列问题调整组卷方案或题库", "change the blueprint or the bank to solve the problems below"
        ),
        problems=[problem.at(Named(slug)) for problem in problems],
    )


def too_few_items_left() -> Refused:
    return Refused(
        "exam.short",
        Text(
            "这场考试的部分试题刚被停用，暂时组不成卷",
            "Questions of this exam were retired, and too few are left",
        ),
        Text(
            "请联系组织考试的部门补充试题后再考",
            "ask the organisers of the exam to add questions, then try again",
        ),
    )


def closes_before_it_opens() -> Refused:
    return Refused(
        "exam.window",
        Text("结束时间须晚于开始时间", "The exam would close before it opens"),
        Text("请改正两个时间", "correct the two times"),
        status=400,
    )


def access_code_too_long(length: int, most: int) -> Refused:
    what = Text(
        f"考试口令最多 {most} 个字符，现有 {length} 个",
        f"An access code can have at most {most} characters; this one has {length}",
    )
    how = Text(
        f"请删去 {length - most} 个字符",
        f"remove {length - most} character{'s' * (length - most > 1)}",
    )
    return Refused(
        "exam.code_too_long", what, how, 400, problems=[Problem(FieldPath("access_code"), what, how)]
    )


NO_DRAFT_VERSION: Message = (
    Text("页面没有说明是草稿的哪一版", "The page does not say which version of the draft it shows"),
    Text("请重新打开草稿再改", "open the draft again and make the change there"),
)
MORE_SHOWN_BEFORE_RELEASE: Message = (
    Text("公布前给看的比“公布以后”还多", "It shows more than “After release” does"),
    Text("请改正其中一个", "change one of the two"),
)
NO_POINTS: Message = (
    Text("分值应大于 0", "It must be more than 0"),
    Text("请改正，或留空", "correct it, or leave it empty"),
)


def too_many_ranges(count: int, most: int) -> Message:
    return (
        Text(f"最多 {most} 个，现有 {count} 个", f"At most {most} are allowed; there are {count}"),
        Text("请合并成网段", "combine them into ranges"),
    )


def not_an_address(written: str) -> Message:
    return (
        Text(f"“{written[:45]}”不是网段或地址", f"“{written[:45]}” is neither a network nor an address"),
        Text("请写成 10.1.2.0/24 或 10.1.2.7", "write 10.1.2.0/24 or 10.1.2.7"),
    )


def in_pool_of(title: Text, versions: Text) -> Text:
    return Text(
        f"考试“{title.zh}”的抽题范围：{versions.zh}", f'May be drawn by "{title.in_("en")}": {versions.en}'
    )


def drawable_by(title: Text) -> Text:
    return Text(f"在考试“{title.zh}”的抽题范围里", f'may be drawn by the exam "{title.in_("en")}"')


DRAFT_CREATED = Text(
    "已建好草稿。先写基本信息，再加部分和题",
    "The draft has been created. Write its facts first, then add sections and questions",
)
DRAFT_COPIED = Text(
    "已复制，下面是新的草稿，请先改名称", "Copied. This is the new draft; give it a title of its own first"
)
DRAFT_DISCARDED = Text(
    "草稿已删除，已发布的不受影响", "The draft was discarded; what was published is not affected"
)
ARRANGEMENTS_SAVED = Text("考试安排已保存", "The arrangements have been saved")
AUDIENCE_SAVED = Text("谁能参加已保存", "Who may sit the exam has been saved")
SAVED = Text("已保存", "Saved")
SAVED_WITH_PROBLEMS = Text("已保存，但有写法不对的", "Saved, but some entries are not valid")


def version_published(number: int) -> Text:
    return Text(f"已发布第 {number} 版", f"Version {number} has been published")


def unpublished_drafts(count: int) -> Text:
    return Text(f"{count} 份考试草稿未发布", f"{count} exam draft{'s' * (count > 1)} not published")
