"""Numbers as people write them: full-width, grouped, as a percentage, with a unit, in Chinese numerals."""

import re
import unicodedata
from decimal import Decimal

MOST_DIGITS = 24
"""More than any office needs, and fewer than the 28 of decimal arithmetic, so that no number is rounded."""

_PLAIN = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.(\d*))?(?:e([+-]?\d{1,2}))?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = {ord("−"): "-", ord("﹣"): "-", ord("﹢"): "+", ord("。"): ".", 0x3000: " ", 0xA0: " "}

_DIGITS = {char: value for value, pair in enumerate(
    ("零〇", "一壹", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in pair}  # fmt: skip
_UNITS = ((10**8, "亿億"), (10**4, "万萬"), (1000, "千仟"), (100, "百佰"), (10, "十拾"))


def read_number(text: str, unit: str = "") -> Decimal | None:
    """Return the exact number in `text`; None if it is not a single number.

    `unit` may follow the number. With the unit "%" the value of 50% is 50, otherwise it is 0.50.
    Superscripts, circled digits, NaN, infinities and more than `MOST_DIGITS` digits are not accepted.
    """
    text = _half_width(text)
    unit = _half_width(unit)
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].strip()
    percent = text.endswith("%") or text.startswith("百分之")
    text = text.removesuffix("%").removeprefix("百分之").strip()
    value = _plain(text)
    if value is None:
        value = chinese_number(text)
    if value is None or not percent or unit == "%":
        return value
    return value.scaleb(-2)


def _half_width(text: str) -> str:
    text = text.translate(_FULL_WIDTH).translate(_SIGNS).strip()
    invisible = ("".join(c for c in text if unicodedata.category(c) != "Cf")).strip()
    return invisible.removesuffix(".") if invisible.endswith(".") else invisible


def _plain(text: str) -> Decimal | None:
    match = _PLAIN.fullmatch(text.casefold()) if text.isascii() else None
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, part, exponent = match[1], match[2] or "0", match[3] or "", int(match[4] or 0)
    digits = re.sub(r"\D", "", whole)
    if len(digits) + len(part) + abs(exponent) > MOST_DIGITS:
        return None
    value = Decimal(f"{sign}{digits}.{part}e{exponent}")
    return value if value else abs(value)


def decimal_text(value: Decimal) -> str:
    """Return plain digits without an exponent: "397.1", "1200", "0.50"."""
    return format(value, "f")


def chinese_number(text: str) -> Decimal | None:
    """Return the number (一百一十九 119, 二〇二六 2026, 三点五 3.5, 负二 -2, 一万二 12000); None for other text."""
    sign = -1 if text.startswith(("负", "負")) else 1
    text = text.removeprefix("负").removeprefix("負").replace("點", "点")
    whole, point, part = text.partition("点")
    if len(text) > MOST_DIGITS or not whole or (point and not part) or not _all_digits(part):
        return None
    value = _whole(whole)
    if value is None:
        return None
    decimals = "".join(str(_DIGITS[c]) for c in part)
    return sign * Decimal(f"{value}.{decimals}" if decimals else value)


def _all_digits(text: str) -> bool:
    return all(c in _DIGITS for c in text)


def _whole(text: str) -> int | None:
    """Split at the largest unit: its multiplier is before it, the remainder after it."""
    for unit, marks in _UNITS:
        index = max(text.rfind(mark) for mark in marks)
        if index >= 0:
            multiplier, remainder = _multiplier(text[:index], unit), _remainder(text[index + 1 :], unit)
            if multiplier is None or remainder is None or remainder >= unit:
                return None
            return multiplier * unit + remainder
    if not text or not _all_digits(text) or (len(text) == 2 and 0 not in map(_DIGITS.get, text)):
        return None  # 三四 is "three or four"
    return int("".join(str(_DIGITS[c]) for c in text))


def _multiplier(text: str, unit: int) -> int | None:
    if unit >= 10_000:
        return _whole(text) or None
    if unit == 10 and not text:
        return 1
    return _DIGITS.get(text) or None


def _remainder(text: str, unit: int) -> int | None:
    """Return what follows a unit: 一百一 is 110 and 一万二 is 12000, but 一百零一 is 101."""
    if not text:
        return 0
    after_zero = text[1:] if text[0] in "零〇" else text
    if after_zero in _DIGITS:
        return _DIGITS[after_zero] * (unit // 10 if after_zero == text and unit > 10 else 1)
    return None if _all_digits(after_zero) else _whole(after_zero)
