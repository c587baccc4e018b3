"""Refusals about exports."""

from lms.bank.messages import NO_FORMAT_CHOSEN
from lms.domain.problem import Refused, Text, not_found


def bank_not_found(slug: str, known: str) -> Refused:
    return Refused(
        "bank.unknown",
        Text(f"没有题库 {slug}", f"There is no bank {slug}"),
        Text(f"现有：{known}", f"the banks are: {known}"),
        status=404,
    )


def export_not_found() -> Refused:
    return not_found(Text("导出", "export"))


def exported_file_not_found() -> Refused:
    return not_found(Text("导出文件", "exported file"))


def no_format() -> Refused:
    how = Text("请从列表中选择", "choose one from the list")
    return Refused("bank.export", NO_FORMAT_CHOSEN, how, status=400)


def too_many_to_export(count: int, most: int) -> Refused:
    return Refused(
        "bank.export",
        Text(
            f"共 {count} 题，一个文件最多 {most} 题",
            f"There are {count} questions; a file can have at most {most}",
        ),
        Text(
            "请用查找条件分几次导出，或请系统管理员用 lms bank export",
            "use the filters to export them in parts, or ask the administrator to use lms bank export",
        ),
        status=400,
    )


def nothing_to_export() -> Refused:
    return Refused(
        "bank.export",
        Text("没有可导出的题", "There are no questions to export"),
        Text("停用的题不导出；请换个范围", "retired questions are not exported; choose other questions"),
        status=400,
    )
