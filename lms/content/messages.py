"""What is wrong in content files: pairs of what is wrong and what to do, for Problems that name the place."""

from collections.abc import Sequence

from lms.domain.place import Place
from lms.domain.problem import Message, Text

# Files

TOO_LARGE: Message = Text("文件过大", "is too large"), Text("请分成几个文件", "split it")
NOT_UTF_8: Message = (
    Text("不是 UTF-8 编码", "is not UTF-8"),
    Text("请另存为 UTF-8 后重试", "save it as UTF-8 and try again"),
)
TOO_DEEP: Message = (
    Text("嵌套过深，或有过大的数", "is nested too deeply, or has too large a number"),
    Text("请改用简单的写法", "write it more simply"),
)
UNREADABLE: Message = (
    Text("读不了这个文件", "cannot be read"),
    Text("请检查文件是否存在、有无权限", "check that it exists and that you may read it"),
)


def not_toml(error: Exception) -> Message:
    """A file that is not TOML."""
    return (
        Text(f"TOML 写法有误（{error}）", f"is not valid TOML ({error})"),
        Text("请检查引号、方括号和逗号是否成对", "check that quotes, brackets and commas are in place"),
    )


# Values


def bad_name(value: str) -> Message:
    """A name with other characters than slugs have."""
    return (
        Text(
            f"名称“{value[:40]}”只能用小写字母、数字和连字符",
            f'the name "{value[:40]}" may have only a-z, 0-9 and hyphens',
        ),
        Text("例如 coord-priority-001", "for example coord-priority-001"),
    )


NOT_A_LEVEL: Message = (
    Text("应是 1 到 5 的等级", "must be a level from 1 to 5"),
    Text("请写 1 到 5", "write 1 to 5"),
)
NOT_A_DIFFICULTY: Message = (
    Text("应是 easy、medium 或 hard", "must be easy, medium or hard"),
    Text("易写 easy，中写 medium，难写 hard", "write one of the three, or leave it out"),
)
NOT_A_USE: Message = (
    Text("应是 exam 或 practice", "must be exam or practice"),
    Text(
        '考试和练习都用就不写；仅供练习、不进任何考试的写 use = "practice"',
        'leave it out for exams and practice; write use = "practice" to keep the question out of every exam',
    ),
)

# Courses


def check_without_lesson(name: str, lesson: str, lessons: Sequence[str]) -> Message:
    """A check question that names a lesson that the course does not have."""
    return (
        Text(f"{name} 指向的课“{lesson}”不存在", f'{name} names the lesson "{lesson}", which does not exist'),
        Text(f"请改为：{'、'.join(lessons)}", f"use one of: {', '.join(lessons)}"),
    )


NO_LESSON: Message = (
    Text("没有课", "has no lesson"),
    Text("请写至少一个 [[lesson]]", "write at least one [[lesson]]"),
)


def no_lesson_text(file: str) -> Message:
    """A lesson whose text is missing or cannot be read."""
    return (
        Text(f"缺少课文 {file}，或不是 UTF-8", f"has no text {file}, or it is not UTF-8"),
        Text(f"请在同一文件夹写好 {file}", f"write {file} in the same folder"),
    )


def no_linked_file(target: str) -> Message:
    """A link of a lesson to a file that the course does not have."""
    return (
        Text(f"引用的文件 {target} 不存在", f"refers to {target}, which does not exist"),
        Text(
            "请把文件放进本课文件夹，或改正名称",
            "put the file in the folder of the course, or correct its name",
        ),
    )


# Questions


def unknown_key(key: str) -> Message:
    """A table of a question file that is neither defaults nor an item."""
    return (
        Text(f"不认识“{key}”", f'"{key}" is not known here'),
        Text("题库文件只有 [defaults] 和 [[item]]", "a question file has [defaults] and [[item]] only"),
    )


NOT_ITEMS: Message = (
    Text("题目须写成 [[item]]", "questions must be written as [[item]]"),
    Text("请参照 question_bank/README.md", "see question_bank/README.md"),
)
OWN_REVIEWER: Message = (
    Text("命题人不能审自己的题", "is the author too"),
    Text("请由另一人审题后填写", "let somebody else review it"),
)
CASE_OF_CASE: Message = (
    Text("材料本身不能再属于材料", "is a stimulus itself"),
    Text("请删去 case", "remove case"),
)
NO_CHECKED_DAY: Message = (
    Text("应是核对依据的日期", "must be the day the source was checked"),
    Text("请写成 2026-11-23，不加引号", "write 2026-11-23, without quotes"),
)
NOT_TAGS: Message = (
    Text("应是文字的列表", "must be a list of texts"),
    Text('请写成 ["公文筐"]', 'write ["in-basket"]'),
)


def area_too_long(length: int, longest: int) -> Message:
    """A content area of `length` characters."""
    return (
        Text(
            f"最多 {longest} 个字符，现有 {length} 个",
            f"has at most {longest} characters, there are {length}",
        ),
        Text(f"请删去 {length - longest} 个", f"remove {length - longest}"),
    )


def not_enemies(most: int) -> Message:
    """A value of enemies that is not a list of names."""
    return (
        Text(
            f"应是互斥组名的列表，至多 {most} 组，每个不超过 80 字",
            f"must be a list of at most {most} names of groups, none longer than 80 characters",
        ),
        Text('请写成 ["来信时限"]', 'write ["reply-deadline"]'),
    )


def not_the_rubrics_sum(total: str) -> Message:
    """Points that differ from those of the rubric."""
    return (
        Text(f"与评分标准各项分之和 {total} 不符", f"is not the sum of the rubric, which is {total}"),
        Text("请改成一致，或删去 points", "make them equal, or remove points"),
    )


# Everything together


def no_competency(name: str, names: Sequence[str]) -> Message:
    """A folder that is not named after a competency."""
    return (
        Text(f"没有“{name}”这项能力", f'there is no competency "{name}"'),
        Text(
            f"文件夹须以能力命名：{'、'.join(names)}",
            f"name the folder after a competency: {', '.join(names)}",
        ),
    )


def name_used_twice(name: str, place: Place) -> Message:
    """Two questions of a bank with one name."""
    return (
        Text(
            f"题名 {name} 与 {place.in_('zh')} 重复",
            f"the name {name} is already at {place.in_('en')}",
        ),
        Text("同一题库中题名须各不相同", "names must differ within a bank"),
    )


def course_name_used_twice(slug: str) -> Message:
    """Two course folders with one name."""
    return (
        Text(f"课程名 {slug} 重复", f"the course name {slug} is used twice"),
        Text("请给文件夹换名", "rename one folder"),
    )


def no_case(name: str, case: str, kinds: Sequence[str], stimuli: Sequence[str]) -> Message:
    """A question about a stimulus that its bank does not have."""
    return (
        Text(
            f"{name} case 本题库没有材料 {case}",
            f"{name} case there is no stimulus named {case} in this bank",
        ),
        Text(
            f"请改为题型 {'、'.join(kinds)} 的题名：{'、'.join(stimuli) or '（还没有）'}",
            f"name an item of the kind {', '.join(kinds)}: {', '.join(stimuli) or '(there is none yet)'}",
        ),
    )


def no_exam(slug: str, exams: Sequence[str]) -> Message:
    """A course that ends with an exam that does not exist."""
    return (
        Text(f"考试 {slug} 不存在", f"there is no exam {slug}"),
        Text(
            f"请改为 question_bank/exams 中的：{'、'.join(exams)}",
            f"use one of question_bank/exams: {', '.join(exams)}",
        ),
    )


def practised_exam_question(check: str, item: str) -> Message:
    """A check question that is also asked in exams."""
    return (
        Text(f"练习题 {check} 与考题 {item} 相同", f"the check question {check} is the exam question {item}"),
        Text("请改写其中一道", "rewrite one of them"),
    )


# One question in the editor

NO_ITEM: Message = (
    Text("没有题目", "There is no question"),
    Text(
        "第一行请写 [[item]]，下面逐行写 键 = 值", "start with a line [[item]] and write key = value below it"
    ),
)
CHECK_PAIRS = Text("请检查引号、括号和逗号是否成对", "check that quotes, brackets and commas are in place")
UNREADABLE_TEXT: Message = (
    Text("数字过长，或括号套得过深", "has a number that is too long, or too many nested brackets"),
    CHECK_PAIRS,
)


def text_too_long(longest: int) -> Message:
    """A text that is longer than any question."""
    return (
        Text(f"超过 {longest} 个字", f"is longer than {longest} characters"),
        Text("请只写一道题", "write one question only"),
    )


def several_items(count: int) -> Message:
    """A text with more than one question."""
    return (
        Text(f"有 {count} 道题", f"has {count} questions"),
        Text("这里一次写一道，其余请另建", "write one here and create the others separately"),
    )


def recorded_by_system(key: str) -> Message:
    """A key that the bank sets itself."""
    return (
        Text(f"{key} 由系统记录", f"{key} is recorded by the system"),
        Text("请删去这一行", "remove this line"),
    )


def name_changed(name: str) -> Message:
    """A text that changes the name of its question."""
    return (
        Text(f"题名不能改，应是 {name}", f"the name cannot change; it is {name}"),
        Text("请改回；要换题名请另建一题", "change it back; for another name create another question"),
    )
