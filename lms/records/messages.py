"""What lists of completion records say to HR."""

from lms.domain.place import FieldPath
from lms.domain.problem import Problem, Refused, Text, not_found


def filter_too_long(field: str, longest: int) -> Refused:
    """A value of the filter `field` that is longer than any name."""
    return Refused(
        "filter.too_long",
        Text(f"筛选条件超过 {longest} 个字符", f"A filter is longer than {longest} characters"),
        Text("请从列表中选择", "choose one from the list"),
        status=400,
        where=field,
    )


def not_a_day(text: str, field: str) -> Refused:
    """A value of the filter `field` that is not a date."""
    return Refused(
        "day.malformed",
        Text(f"日期“{text[:20]}”写法不对", f'"{text[:20]}" is not a date'),
        Text("请写成 2026-11-23", "write it as 2026-11-23"),
        status=400,
        where=field,
    )


def no_unit(code: str) -> Refused:
    """A unit that does not exist or is not this person's to see."""
    return Refused(
        "unit.unknown",
        Text(f"没有单位代码 {code[:40]}", f"There is no unit with the code {code[:40]}"),
        Text("请从单位列表中选择", "choose one from the list of units"),
        status=404,
    )


def no_record() -> Refused:
    """A completion record that does not exist or is not this person's to see."""
    return not_found(Text("结业记录", "completion record"))


def not_correctable() -> Refused:
    """A record that this person cannot withdraw."""
    return Refused(
        "record.not_correctable",
        Text("您不能撤销这条结业记录", "You cannot withdraw this completion record"),
        Text(
            "本人的或不在您负责单位的记录，请由负责该单位的其他人事人员办理",
            "another HR officer who is responsible for the unit has to do it",
        ),
        status=403,
    )


def withdrawn_already() -> Refused:
    """Withdrawing a record twice."""
    return Refused(
        "record.withdrawn",
        Text("这条结业记录已经撤销", "This completion record has been withdrawn already"),
        Text("不需要再办理，撤销的原因见记录页", "there is nothing to do; the page of the record says why"),
    )


def reason_missing() -> Refused:
    """A withdrawal without a reason."""
    return Refused(
        "record.no_reason",
        Text("没有填写原因", "The reason is missing"),
        Text(
            "请写明原因，它会留在记录和导出的表里",
            "write it; it stays with the record and in exported tables",
        ),
        status=400,
    )


def reason_too_long(length: int, longest: int) -> Refused:
    """A reason of `length` characters."""
    what = Text(
        f"原因最多 {longest} 个字符，现有 {length} 个",
        f"A reason has at most {longest} characters, this has {length}",
    )
    how = Text(f"请删去 {length - longest} 个字符", f"remove {length - longest}")
    return Refused(
        "record.reason_too_long", what, how, 400, problems=[Problem(FieldPath("reason"), what, how)]
    )


def own_record_withdrawn(title: dict[str, str]) -> Text:
    """For the home page of the person whose record it was."""
    return Text(f"“{title['zh']}”的结业记录已撤销", f"Your completion of “{title['en']}” was withdrawn")


def because(reason: str) -> Text:
    """Why, as HR wrote it."""
    return Text(f"原因：{reason}", f"Reason: {reason}")


def records_to_correct(count: int) -> Text:
    """For HR's home page: records based on annulled sittings."""
    return Text(
        f"{count} 条结业记录须更正",
        "1 completion record to correct" if count == 1 else f"{count} completion records to correct",
    )


BASED_ON_ANNULLED = Text("所依据的考试已作无效处理", "The sittings on which they are based were annulled")


def completions_of_year(year: int, records: int, people: int) -> Text:
    """For HR's home page: how many records this year has."""
    by = "1 person" if people == 1 else f"{people} people"
    return Text(
        f"{year}年共 {records} 条结业记录，{people} 人",
        f"{records} {'completion' if records == 1 else 'completions'} by {by} in {year}",
    )
