"""Cells as a trainer sees them."""

import pytest

from lms.formats.workbooks.cell_text import number_text

SHOWN = [
    (123.0, "", "123"), (0.1 + 0.2, "", "0.3"), (1e20, "", "100000000000000000000"), (-0.000012, "", "-0.000012"),
    (0.3, "0%", "30%"), (0.075, "0.00%", "7.5%"), (7, "000", "007"), (1234.5, "#,##0.00", "1234.5"), (2.5, '0.0"元"', "2.5"),
    (45413, "yyyy-mm-dd", "2024-05-01"), (45413, 'yyyy"年"m"月"d"日"', "2024年5月1日"), (45413, "m月d日", "5月1日"),
    (45413.354167, "yyyy/m/d h:mm", "2024-05-01 08:30"), (0.354167, "h:mm", "08:30"), (45413, "yyyy-mm", "2024-05"),
    (45413, "[$-804]yyyy\\-mm\\-dd;@", "2024-05-01"), (45413, "General", "45413"), (45413, "G/通用格式", "45413"),
    (45413, "[Red]0.0", "45413"), (1.5, "[h]:mm", "12:00"), (float("nan"), "", ""), (float("inf"), "0%", ""),
    (9e9, "yyyy-mm-dd", "9000000000"), (1.7e308, "0%", ""),
]  # fmt: skip


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_a_number_is_shown_by_its_format(value: float, code: str, text: str) -> None:
    assert number_text(value, code) == text


def test_days_of_old_macs_begin_later() -> None:
    assert number_text(43951, "yyyy-mm-dd", from_1904=True) == "2024-05-01"
