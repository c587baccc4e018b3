"""What reports and their exports say to those who ask for them."""

from lms.domain.problem import Refused, Text, not_found


def no_report() -> Refused:
    """A report that does not exist."""
    return not_found(Text("报表", "report"))


def no_format() -> Refused:
    """A format in which reports cannot be written."""
    return not_found(Text("文件格式", "file format"))


def no_person() -> Refused:
    """The person for whom a queued export was to be made is gone."""
    return not_found(Text("人员", "person"))


def no_export() -> Refused:
    """An export that does not exist or belongs to another person."""
    return not_found(Text("导出", "export"))


def no_exported_file() -> Refused:
    """An export that is not finished, does not exist or belongs to another person."""
    return not_found(Text("导出文件", "exported file"))


def may_not_export() -> Refused:
    """A report for which this person has no permission."""
    return Refused(
        "forbidden",
        Text("您没有导出这份报表的权限", "You may not export this report"),
        Text(
            "如工作需要，请联系安全管理员授予角色",
            "if you need it for your work, ask the security administrator for a role",
        ),
        status=403,
    )


def filter_unknown() -> Refused:
    """A filter that the report does not have."""
    return Refused(
        "filter.unknown",
        Text("这份报表不能按所给的条件筛选", "This report does not have that filter"),
        Text("请打开“报表”页，用那里的条件导出", "open the page “Reports” and use the filters there"),
        status=400,
    )


def no_such_value(label: Text, value: str) -> Refused:
    """A value of the filter `label` that nothing has: the file would be empty, and nobody would know why."""
    return Refused(
        "filter.no_such_value",
        Text(
            f"按“{label.zh}”筛选的“{value[:80]}”不存在，没有导出",
            f'{label.en}: there is no "{value[:80]}"; nothing was exported',
        ),
        Text("请核对代码，或去掉这个条件", "check the code, or leave this filter out"),
        status=400,
    )
