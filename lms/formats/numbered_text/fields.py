"""Find markers such as 【答案】, 解析：, [分值: 2] anywhere in a line, and the words after each."""

import re

_NAMES = {
    "answer": "参考答案 正确答案 标准答案 答案 正确选项 本题答案 参考答案要点 答案要点 参考要点 答题要点 answer answers key",
    "feedback": "答案解析 试题解析 题目解析 解析 详解 答案详解 试题分析 解题思路",
    "difficulty": "难度系数 难度等级 难易程度 难易度 难度 题目难度",
    "points": "分值 题目分值 本题分值 分数",
    "area": "知识点名称 知识点 考查点 考点",
    "tags": "标签 关键词",
    "category": "所属章节 章节 题目分类 分类",
    "source": "题目来源 来源 出处 命题依据 出题依据 法规依据",
    "rubric": "评分标准 评分要点 评分细则 采分点 得分点",
    "type": "题目类型 题型",
    "competency": "能力项",
    "level": "能力等级",
    "options": "备选项 备选答案 选项 答案选项",
    "ignored": "我的答案 你的答案 考生答案 作答 得分",
}
_LINE_START_ONLY = {"answer": "答 解", "source": "依据"}
_BRACKETED_ONLY = {"feedback": "分析 点评 解答 详解"}
_MIDDLE = ("answer", "feedback", "difficulty", "points", "area", "ignored")


def _spaced(names: str) -> str:
    words = sorted(names.split(), key=len, reverse=True)
    return "|".join(
        r"[ \t\u3000]*".join(map(re.escape, word)) if not word.isascii() else word for word in words
    )


def _group(name: str, words: str) -> str:
    return f"(?P<{name}>{_spaced(words)})"


_ANY = "|".join(f"(?:{_spaced(words)})" for words in _NAMES.values())
_BRACKETED = re.compile(
    rf"[【\[［〔]\s*({_ANY}|{_spaced(_BRACKETED_ONLY['feedback'])})\s*[】\]］〕]\s*[:：]?", re.IGNORECASE
)
_INSIDE = re.compile(rf"[【\[［(（]\s*({_ANY})\s*[:：]\s*([^【】\[\]()（）]*)[】\]］)）]", re.IGNORECASE)
_AT_START = re.compile(
    rf"\s*({_ANY}|{'|'.join(_spaced(words) for words in _LINE_START_ONLY.values())})\s*[:：]", re.IGNORECASE
)
_IN_MIDDLE = re.compile(
    rf"(?:(?<=[\s。；;，,)）】\]])|(?<=[a-zA-Z0-9√×](?=[答解难]))){'(' + '|'.join(_spaced(_NAMES[name]) for name in _MIDDLE) + ')'}\s*[:：]",
    re.IGNORECASE,
)
_BARE_ANSWER = re.compile(
    r"\s*(?:参考答案|正确答案|标准答案|答案)\s*(?:是|为)?\s*([A-ZＡ-Ｚ](?:[\s,，、]*[A-ZＡ-Ｚ])*|√|×|对|错|正确|错误)\s*[。.]?\s*"
)
_FIELD_OF = {
    re.sub(r"\s", "", name): field
    for table in (_NAMES, _LINE_START_ONLY, _BRACKETED_ONLY)
    for field, names in table.items()
    for name in names.split()
}


def split_fields(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the words before the first marker, and (field, words) for each marker of the line in order."""
    bare = _BARE_ANSWER.fullmatch(text)
    if bare:
        return "", [("answer", bare[1])]
    fields: list[tuple[str, str]] = []
    text = _INSIDE.sub(lambda match: _collect(fields, match), text)
    markers = _markers(text)
    if not markers:
        return text.strip() if fields else text, fields
    ends = [start for start, _, _ in markers[1:]] + [len(text)]
    following = [
        (field, text[end:until].strip()) for (_, end, field), until in zip(markers, ends, strict=True)
    ]
    return text[: markers[0][0]].rstrip(), [*fields, *following]


def _collect(fields: list[tuple[str, str]], match: re.Match[str]) -> str:
    """Add the field of a marker, and return what replaces it in the line."""
    fields.append((_field(match[1]), match[2].strip()))
    return ""


def _markers(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, field) of every marker, none inside another."""
    first = _AT_START.match(text)
    matches = [*_BRACKETED.finditer(text), *([first] if first else []), *_IN_MIDDLE.finditer(text)]
    markers: list[tuple[int, int, str]] = []
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if not markers or match.start() >= markers[-1][1]:
            markers.append((match.start(), match.end(), _field(match[1])))
    return markers


def _field(name: str) -> str:
    return _FIELD_OF[re.sub(r"\s", "", name).lower()]
