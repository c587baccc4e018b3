"""The spellings that offices use for kinds, true and false, option letters, several answers, points and numbers."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from lms.domain.text.marks import read_points
from lms.domain.text.numbers import decimal_text, read_number
from lms.domain.text.typed import comparison_key

_KIND_PATTERNS = (
    ("description", "说明材料|阅读材料|背景材料|description"),
    ("blanks", "[单多]项填空"),
    ("multiple_choice", "不定项|多选|多项|复选|multi|checkbox|multipleresponse|manychoice"),
    ("single_choice", "单选|单项|single|radio|onechoice"),
    ("true_false", "判断|是非|对错|正误|truefalse|judg|bool|yesno|^tf$"),
    ("blanks", "填空|完形|fill|blank|cloze|gap"),
    ("ordering", "排序|order|sequence|sort"),
    ("matching", "连线|匹配|配对|连连看|match"),
    ("numeric", "数值|数字|numeric|numerical|^number$"),
    ("calculation", "计算"),
    ("short_text", "短答|单行文本|shorttext"),
    ("essay", "简答|问答|论述|案例|材料|分析|主观|作文|写作|应用|实操|名词解释|解答|多行文本|essay|subjective|shortanswer|open|text"),
    ("choice", "选择|choice"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(words)) for kind, words in _KIND_PATTERNS)
_TRUE = frozenset(
    [
        "正确",
        "对",
        "对的",
        "是",
        "是的",
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "t",
        "true",
        "y",
        "yes",
        "1",
        "同意",
        "真",
        "正",
        "right",
        "correct",
        "勾",
        "ok",
    ]
)
_FALSE = frozenset(
    [
        "错误",
        "错",
        "错的",
        "不对",
        "不正确",
        "否",
        "不是",
        "×",
        "✗",
        "✘",
        "✕",
        "x",
        "╳",
        "f",
        "false",
        "n",
        "no",
        "0",
        "不同意",
        "假",
        "误",
        "wrong",
        "incorrect",
        "叉",
        "非",
    ]
)
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；|/\\.．·:：&+和与及\[\]【】()（）\"'“”]+")
_BETWEEN_TEXTS = re.compile(r"[;；|｜\n]+|、|，|,")
_ESCAPED = re.compile(r"\\([\\|｜;；])")


@lru_cache(1024)
def kind_of(words: str) -> str:
    """Return the kind that a word or sheet name means, "choice" or "calculation" if that is open, "" if none."""
    bare = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", words).casefold())
    return next((kind for kind, pattern in _KINDS if pattern.search(bare)), "") if bare else ""


def truth(words: str) -> bool | None:
    """Return True or False as `words` mean it, or None if they mean neither."""
    bare = _bare(words)
    return True if bare in _TRUE else False if bare in _FALSE else None


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\s。.,、!\ufe0e\ufe0f()\[\]【】\"'“”]|^(答案|参考答案|正确答案)[::]?", "", plain)


def letters(words: str) -> list[int] | None:
    """Return the options that letters mean, from 0 and in their order: "A、C" is [0, 2]; None if these are no letters."""
    plain = unicodedata.normalize("NFKC", words).upper()
    plain = re.sub(r"^\s*(?:正确|参考|标准)?答案\s*(?:是|为)?\s*[::]?|选项|选|项", "", plain)
    joined = _BETWEEN_LETTERS.sub("", plain)
    if not re.fullmatch(r"[A-Z]{1,40}", joined):
        return None
    return [ord(letter) - 65 for letter in joined]


def numbers(words: str) -> list[int] | None:
    """Return the options that numbers mean, from 0: "1,3" is [0, 2]; None if these are no numbers."""
    plain = unicodedata.normalize("NFKC", words).strip()
    parts = [part for part in _BETWEEN_LETTERS.split(plain) if part]
    if not parts or not all(re.fullmatch(r"[1-9]\d?", part) for part in parts):
        return None
    return [int(part) - 1 for part in parts]


def by_text(words: str, options: list[str]) -> list[int] | None:
    """Return the options whose texts `words` repeats, one or several; None unless every part is an option."""
    keys = [[comparison_key(option, keep_punctuation=keep) for option in options] for keep in (True, False)]
    for separator in (None, r"[;；|｜\n]+", r"[;；|｜\n、]+", r"[;；|｜\n、，,]+"):
        parts = [part for part in re.split(separator, words) if part.strip()] if separator else [words]
        places = [_same_as(part, keys) for part in parts]
        if None not in places and (len(parts) > 1 or separator is None):
            return [place for place in places if place is not None]
    return None


def _same_as(words: str, keys: list[list[str]]) -> int | None:
    """Return the only option with this text, first with punctuation compared, then without; None if there is none."""
    for keep, option_keys in zip((True, False), keys, strict=True):
        key = comparison_key(words, keep_punctuation=keep)
        if key and option_keys.count(key) == 1:
            return option_keys.index(key)
    return None


def alternatives(words: str) -> list[str]:
    r"""Return the equivalent answers, separated by | or ; ("\|" is a bar that does not separate)."""
    hidden = _ESCAPED.sub(lambda match: chr(0xE000 + "\\|｜;；".index(match[1])), words)
    parts = [part.strip() for part in re.split(r"[|｜;；\n]+", hidden)]
    answers = [
        re.sub("[\ue000-\ue004]", lambda match: "\\|｜;；"[ord(match[0]) - 0xE000], part)
        for part in parts
        if part
    ]
    return list(dict.fromkeys(answers))


def joined_alternatives(answers: list[str]) -> str:
    """Return the text that `alternatives` splits into these."""
    return "|".join(re.sub(r"([\\|｜;；])", r"\\\1", answer) for answer in answers)


def for_blanks(words: str, count: int) -> list[str] | None:
    """Return the answers of `count` gaps in one cell, each perhaps with alternatives; None if the number differs."""
    if count == 1:
        return [words]
    bracketed = re.findall(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]", words)
    if len(bracketed) == count and not re.sub(r"[(（【\[][^()（）【】\[\]]+[)）】\]]|\s", "", words):
        return bracketed
    numbered = re.split(r"(?:^|\s)[(（]?\d{1,2}[)）.、．]\s*", words)[1:]
    for parts in (numbered, *(re.split(separator, words) for separator in _BETWEEN_BLANKS)):
        kept = [part.strip() for part in parts if part.strip()]
        if len(kept) == count:
            return kept
    return None


_BETWEEN_BLANKS = (
    r"\|\||｜｜", r"[|｜]", r"\n+", r"[;；]{2,}", r"[;；]", r"#{1,3}", r"\$\$?", r"、", r"[，,]", r"/", r"\s+",
)  # fmt: skip


def points_of(words: str) -> Decimal | None:
    """Read points such as "2", "2.5 分", "２分"; return None if these are no points above 0."""
    plain = unicodedata.normalize("NFKC", words).strip().removesuffix("分").strip()
    return read_points(plain) or None


def number_of(words: str) -> tuple[str, str] | None:
    """Read a number and its tolerance: "397.1", "10±0.5", "1~9" (5 within 4); return None if it is no number."""
    plain = unicodedata.normalize("NFKC", words).strip()
    whole = read_number(plain)
    if whole is not None:
        return decimal_text(whole), "0"
    around = re.fullmatch(r"(.+?)(?:±|\+/?-)(.+)", plain)
    span = re.fullmatch(r"\[?(-?[\d.,]+)\s*(?:-|~|—|–|至|到|,)\s*(-?[\d.,]+)\]?", plain)
    if around:
        middle, tolerance = read_number(around[1]), read_number(around[2])
        if middle is not None and tolerance is not None and tolerance >= 0:
            return decimal_text(middle), decimal_text(tolerance)
    if span:
        low, high = read_number(span[1]), read_number(span[2])
        if low is not None and high is not None and low <= high:
            return decimal_text((low + high) / 2), decimal_text((high - low) / 2)
    return None


def tags_of(words: str) -> tuple[str, ...]:
    """Split tags at blanks, commas and bars; a tag in quotation marks may contain these."""
    matches = re.findall(r"\"([^\"]+)\"|“([^”]+)”|([^\s,，、;；|｜\"]+)", words)
    return tuple(dict.fromkeys(next(part for part in parts if part).strip() for parts in matches))


def joined_tags(tags: tuple[str, ...]) -> str:
    """Return the text that `tags_of` splits into these."""
    return " ".join(f'"{tag}"' if re.search(r"[\s,，、;；|｜“”]", tag) else tag for tag in tags)
