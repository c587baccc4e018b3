"""Show the number or day of a cell as a trainer sees it: 123.0 is 123, 0.3 as 0% is 30%, 45413 is a day."""

import math
import re
from datetime import date, datetime, time, timedelta

_HIDDEN = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")
_BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "h:mm:ss",
    47: "mm:ss", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分",
    33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 50: "yyyy年m月", 51: "m月d日",
    52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Excel's built-in formats by number; 27 to 58 are those of Chinese editions."""
_LAST_DAY = 2_958_465  # 9999-12-31


def format_code(number: int, own: dict[int, str]) -> str:
    """Return the code of a number format; "" for General."""
    return own.get(number, _BUILT_IN.get(number, ""))


def number_text(value: float, code: str = "", *, from_1904: bool = False) -> str:
    """Return `value` in the number format `code`, exact to the 15 digits that a sheet has."""
    if not math.isfinite(value):
        return ""
    first = re.sub(r"\[([hms]+)\]", r"\1", code.split(";")[0], flags=re.IGNORECASE)
    bare = _HIDDEN.sub("", first)
    if _is_day(bare) and 0 <= value <= _LAST_DAY:
        return _day_text(value + (1462 if from_1904 else 0), first.replace('"', "").replace("\\", ""), bare)
    if "%" in bare:
        return plain_number(value * 100) + "%" if math.isfinite(value * 100) else ""
    if re.fullmatch(r"0{2,}", bare) and value == int(value):
        return f"{int(value):0{len(bare)}d}"
    return plain_number(value)


def plain_number(value: float) -> str:
    """Return the number without a trailing .0 and without an exponent."""
    if value == int(value) and abs(value) < 1e16:
        return str(int(value))
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0") if abs(value) < 1 else f"{value:.0f}"
    return text


def _is_day(bare: str) -> bool:
    return (
        bare.lower() not in ("general", "standard")
        and re.search(r"[ymdhs年月日时]", bare, re.IGNORECASE) is not None
    )


def _day_text(serial: float, shown: str, bare: str) -> str:
    """Return a day, a time or both, in Chinese where the format is; days count from 1899-12-30."""
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(serial * 86400))
    marks = bare.lower().replace("am/pm", "")
    has_time = "h" in marks or "s" in marks
    has_day = "y" in marks or "d" in marks
    if has_time and not has_day:
        return time_text(moment.time())
    if "月" in shown:
        year = f"{moment.year}年" if "y" in marks else ""
        return f"{year}{moment.month}月" + (f"{moment.day}日" if "d" in marks else "")
    day = moment.date().isoformat()
    if "y" in marks and "d" not in marks:
        return day[:7]
    return f"{day} {time_text(moment.time())}" if has_time else day


def time_text(value: time) -> str:
    """Return a time such as 08:30, with seconds only if they are not 0."""
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def value_text(value: object) -> str:
    """A value that has lost its number format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain_number(value) if math.isfinite(value) else ""
    if isinstance(value, datetime):
        return value.date().isoformat() + (f" {time_text(value.time())}" if value.time() != time() else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return time_text(value)
    if isinstance(value, timedelta):
        return time_text((datetime(1900, 1, 1) + value).time())
    return str(value).strip()
