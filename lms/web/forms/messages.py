"""What fields of page forms say when they refuse a value, as (what is wrong, what to do), in both languages."""

from lms.domain.problem import Message, Text

FILL_IN = Text("请填写", "fill it in")
CORRECT = Text("请改正", "correct it")

EMPTY = (Text("没有填写", "It is empty"), FILL_IN)
NO_NUMBER = (EMPTY[0], Text("请填写数字", "fill in a number"))
NO_DATE = (
    Text("没有填写日期", "The date is missing"),
    Text("请填写，如 2026-11-23", "fill it in, such as 2026-11-23"),
)
NO_TIME = (
    Text("没有填写时间", "The time is missing"),
    Text("请填写，如 2026-11-23T09:00", "fill it in, such as 2026-11-23T09:00"),
)
NO_FILE = (Text("没有选择文件", "No file is chosen"), Text("请选择文件", "choose one"))
NOTHING_CHOSEN = (Text("没有选择", "Nothing is chosen"), Text("请选择一项", "choose one"))
NONE_CHOSEN = (NOTHING_CHOSEN[0], Text("请至少选择一项", "choose at least one"))
NONE_TICKED = (NOTHING_CHOSEN[0], Text("请至少勾选一项", "tick at least one"))
NOT_TICKED = (Text("没有勾选", "It is not ticked"), Text("请确认后勾选", "tick it to confirm"))
NO_REASON = (
    Text("没有写理由", "No reason is given"),
    Text("请写明理由，日后可查", "write it, it is kept on record"),
)
UNKNOWN_OPTION = (
    Text("没有这个选项", "There is no such choice"),
    Text("请从列表中选择", "choose one from the list"),
)
NOT_A_DATE = (Text("不是日期", "This is not a date"), Text("请写成 2026-11-23", "write it as 2026-11-23"))
NOT_A_TIME = (
    Text("不是时间", "This is not a time"),
    Text("请写成 2026-11-23T09:00", "write it as 2026-11-23T09:00"),
)
NOT_WHOLE = (
    Text("应是整数", "It must be a whole number"),
    Text("请用数字填写，如 200", "write digits such as 200"),
)
NOT_A_ROW = (
    Text("应是上面的第几项", "It must be the number of an entry above"),
    Text("请用数字填写，如 2", "write digits such as 2"),
)
NOT_A_NUMBER = (
    Text("应是一个数", "It must be a number"),
    Text("请写成 397.1，不带单位", "write it as 397.1, without a unit"),
)
NOT_POINTS = (
    Text("应是大于 0、至多两位小数的分值", "It must be points above 0 with at most two decimals"),
    Text("请写成 3 或 2.5", "write it as 3 or 2.5"),
)
NOT_A_SHARE = (
    Text("应是得分比例", "It must be a share of the mark"),
    Text("请写成 1/2 或 0.5", "write it as 1/2 or 0.5"),
)
SUMMARY_TITLE = Text("有内容需要改正", "There is a problem")


def too_many_chosen(most: int, count: int) -> Message:
    what = Text(f"最多选 {most} 项，现选了 {count} 项", f"You can choose at most {most}, and chose {count}")
    return what, Text("请分几次处理", "do it in several steps")


def choose_file_again(name: str) -> Message:
    what = Text("浏览器不保留已选的文件", "Browsers do not keep the choice of a file")
    return what, Text(f"请重新选择“{name}”", f"choose “{name}” again")


def too_long(most: int, count: int) -> Message:
    what = Text(
        f"最多 {most} 个字符，现有 {count} 个", f"At most {most} characters are allowed, there are {count}"
    )
    return what, Text(f"请删去 {count - most} 个", f"remove {count - most}")


def too_short(least: int, count: int) -> Message:
    what = Text(
        f"至少 {least} 个字符，现有 {count} 个", f"At least {least} characters are needed, there are {count}"
    )
    return what, Text(f"请再写 {least - count} 个", f"add {least - count}")


def before(label: Text) -> Message:
    what = Text(f"早于“{label.zh}”", f"It is before “{label.en}”")
    return what, Text("请改正其中一个", "change one of the two")


def not_after(label: Text) -> Message:
    what = Text(f"须晚于“{label.zh}”", f"It must be later than “{label.en}”")
    return what, Text("请改正其中一个", "change one of the two")


def not_of_kind(kind: Text, example: Text) -> Message:
    return Text("应是", "It must be ") + kind, example


def digits_example(number: object) -> Text:
    return Text(f"请用数字填写，如 {number}", f"write digits such as {number}")


def decimals_example(places: int) -> Text:
    return Text(f"请写成 8 或 7.5，小数至多 {places} 位", f"write it as 8 or 7.5, at most {places} decimals")


def out_of_range(least: str, most: str) -> Message:
    return Text(f"应在 {least} 到 {most} 之间", f"It must be from {least} to {most}"), CORRECT


def year_out_of_range(first: int, last: int) -> Message:
    return Text(f"年份应在 {first} 到 {last} 之间", f"The year must be from {first} to {last}"), CORRECT
