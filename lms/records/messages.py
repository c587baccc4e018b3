"""What lists of completion records say to HR."""

from lms.domain.problem import Refused, Text


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
