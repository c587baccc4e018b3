"""Generate docs/reports.md: every report with its filters and columns, and the formats of exports."""

from lms.domain.access import PERMISSION_NAMES
from lms.formats.tables import table_formats
from lms.reports.report import Report
from lms.reports.standard import reports

KINDS = {"text": "文字 text", "number": "数 number", "day": "日期 day", "time": "时间 time"}


def report_reference(made: str) -> str:
    """Return the document."""
    lines = [
        "# 报表 Reports",
        "",
        made,
        "",
        "在“报表”页选条件、按按钮下载；结业记录页和考生名单页也有各自报表的按钮；命令行见 `lms reports --help`。数据多时在后台生成。只含本人在该权限下所辖"
        "单位的数据，每次导出都记入审计日志。",
        "",
        "On the page Reports: choose filters and press a button. The pages of records and of candidates have buttons of their own; for the"
        " command line see `lms reports --help`. Large files are made in the background. A report holds only what belongs to the units over"
        " which its reader has the permission, and each export is written into the audit trail.",
        "",
        "| 格式 Format | | |",
        "|---|---|---|",
    ]
    lines += [
        f"| {form.NAME.zh}{'' if form.NAME.zh == form.NAME.en else ' ' + form.NAME.en} | `{form.FORMAT}` | `{form.MEDIA_TYPE}` |"
        for form in table_formats().values()
    ]
    for name, report in sorted(reports().items()):
        lines += _report(name, report)
    return "\n".join(lines) + "\n"


def _report(name: str, report: Report) -> list[str]:
    title, may = report.TABLE.title, PERMISSION_NAMES[report.PERMISSION]
    filters = "，".join(
        f"`{filter.sent_as}` {filter.label.zh} {filter.label.en}" for filter in report.FILTERS
    )
    columns = [
        f"| `{column.key}` | {column.name.zh} {column.name.en} | {KINDS[column.kind]} |"
        for column in report.TABLE.columns
    ]
    return [
        "",
        f"## {title.zh} {title.en}：`{name}`",
        "",
        report.PURPOSE.zh,
        "",
        report.PURPOSE.en,
        "",
        f"- 谁可导出 Who may export it：`{report.PERMISSION}` {may.zh} {may.en}",
        f"- 筛选条件 Filters：{filters or '无 none'}",
        "",
        "| 键 Key | 列名 Column | |",
        "|---|---|---|",
        *columns,
    ]
