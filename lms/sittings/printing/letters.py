"""Letters of options as they stand on one paper: from ids to what people write by hand, and back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lms.domain.problem import Problem, Text
from lms.sittings.messages import invalid_answer

TRUE = {"对", "正确", "是", "√", "✓", "T", "TRUE", "Y"}
FALSE = {"错", "错误", "否", "×", "✗", "X", "F", "FALSE", "N"}


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    return letter(place // 26 - 1) + chr(65 + place % 26) if place >= 26 else chr(65 + place)


def lettered(body: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(letter, option id, HTML) in the order of this paper: of choices, of what is to be ordered, of the
    right side of pairs."""
    return [
        (letter(place), option["id"], option["text"])
        for place, option in enumerate(body.get("right") or body.get("options") or ())
    ]


def by_hand(kind: str, body: Mapping[str, Any], response: Mapping[str, Any]) -> Text:
    """A response as a person would write it on this paper; nothing for a blank one."""
    names = {id_: name for name, id_, _ in lettered(body)}
    match response:
        case {"choice": str(id_)}:
            said = names.get(id_, id_)
        case {"choices": [*ids]}:
            said = "".join(sorted(names.get(id_, id_) for id_ in ids))
        case {"order": [*ids]}:
            said = " ".join(names.get(id_, id_) for id_ in ids)
        case {"pairs": dict(pairs)}:
            said = "  ".join(f"{left}-{names.get(id_, id_)}" for left, id_ in pairs.items())
        case {"blanks": [*texts]}:
            said = "  ".join(f"（{place}）{text}" for place, text in enumerate(texts, 1))
        case {"value": bool(value)}:
            return Text("对", "true") if value else Text("错", "false")
        case _:
            said = "；".join(str(value) for value in response.values())
    return Text(said, said)


def from_hand(kind: str, body: Mapping[str, Any], typed: str) -> dict[str, Any]:
    """The raw response that stands on paper as `typed`: "B", "ACD", "C A B", "1-B 2-A", "对", words.

    The blanks of a question stand on a line each. Nothing typed is {}. Raises Refused for a letter
    that this paper does not have.
    """
    text = typed.strip()
    if not text:
        return {}
    if "left" in body:
        return {"pairs": _pairs(body, text)}
    if "options" in body:
        ids = _ids(body, re.findall(r"[A-Za-z]+", text) if len(body["options"]) > 26 else _letters(text))
        if kind == "single_choice":
            if len(ids) != 1:
                raise _unreadable(text, Text("单选题只能有一个字母", "one letter answers it"))
            return {"choice": ids[0]}
        return {"order": ids} if kind == "ordering" else {"choices": sorted(set(ids))}
    if "blanks" in body:
        lines = [line.strip() for line in typed.strip("\n").split("\n")]
        return {"blanks": (lines + [""] * body["blanks"])[: max(body["blanks"], len(lines))]}
    if kind == "true_false":
        return {"value": _value(text)}
    return {"number": text} if kind == "numeric" else {"text": typed.strip("\n")}


def _letters(text: str) -> list[str]:
    stray = re.sub(r"[A-Za-z\s,，、;；.>＞→-]", "", text)
    if stray:
        raise _unreadable(text, Text(f"“{stray}”不是字母", f'"{stray}" is no letter'))
    return list(re.sub(r"[^A-Za-z]", "", text))


def _ids(body: Mapping[str, Any], letters: Sequence[str]) -> list[str]:
    known = {name: id_ for name, id_, _ in lettered(body)}
    for name in letters:
        if name.upper() not in known:
            last = list(known)[-1]
            raise _unreadable(
                name, Text(f"本题选项是 A 到 {last}", f"the options of this question are A to {last}")
            )
    return [known[name.upper()] for name in letters]


def _pairs(body: Mapping[str, Any], text: str) -> dict[str, str]:
    found = re.findall(r"(\d+)\s*[-—–:：.、]?\s*([A-Za-z]+)", text)
    lefts = {row["id"] for row in body["left"]}
    if not found or len(found) != len(re.findall(r"\d+", text)) or {left for left, _ in found} - lefts:
        how = Text("应写成 1-B 2-A，序号用本题的", "write 1-B 2-A, with the numbers of this question")
        raise _unreadable(text, how)
    return dict(zip((left for left, _ in found), _ids(body, [name for _, name in found]), strict=True))


def _value(text: str) -> bool:
    for words, value in ((TRUE, True), (FALSE, False)):
        if text.upper() in words:
            return value
    raise _unreadable(text, Text("判断题应写对或错", "write true or false"))


def _unreadable(text: str, what: Text) -> Exception:
    how = Text("请对照答题纸重新录入", "Compare with the answer sheet and type it again")
    return invalid_answer([Problem(text[:40], what, how)])
