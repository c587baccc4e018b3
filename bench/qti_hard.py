"""Questions that are hard to write as valid QTI, by name, for bench.qti_xsd and the tests."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft

STEMS = {
    "a table with a head only": "| 甲 | 乙 |\n| --- | --- |",
    "a table with a head only in a list": "- 项\n\n  | 甲 |\n  | - |",
    "an address that cannot be read": "[题](http://[::1)",
    "a port that is none": "[题](http://a.cn:99999/)",
    "an address in a picture's link": "[![图](图一.png)](http://256.256.256.256/)",
    "two number signs in an address": "[题](http://a.cn/a#b#c) [乙](#a#b) [丙](a#b#c) ![丁](/x#a#b)",
    "signs that addresses must not hold": "[x](https://a.cn/a|b^c`d{e}) [y](<http://a.cn/a b>) [z](?a[b]=1) [v](/50%#锚)",
    "no visible text": "[a]: http://x.cn",
    "a foreign picture": "![外](http://x.cn/a.png)",
    "an empty quotation": ">",
    "an empty list": "-\n- 二\n-",
    "an empty heading": "#\n\n文",
    "an empty link": "[](http://a.cn)",
    "a video": "[看](v.mp4)",
    "a video in a list": "- [看](v.mp4)\n\n  文",
    "a table with everything": "前\n\n| 甲 | 乙 |\n| :-: | --: |\n| **2** ![图](图一.png) | [链](x.html) |\n| `c` | |\n\n后",
    "everything nested": "- 一\n\n  段\n\n  | a | b |\n  | - | - |\n  | 1 | 2 |\n- 二\n  1. 甲\n\n     > 引\n     > - 表",
    "rules and code": "---\n\n***\n\n```html\n<p>&amp;</p>\n```\n\n    缩进\n\n``a`b``",
    "headings": "# 一\n\n## 二 **粗** [链](http://a.cn)\n\n###### 六",
    "characters that XML refuses": "a\x01b\x0bc\ufffe\u200bd\u2028e\x85f\tg",
    "signs of HTML": "<div>块</div> <b>x</b> &lt; &amp; & < > \" '",
    "longer than is marked up": "长" * 50_100,
}
LINES = (
    "甲",
    "**粗** *斜* `码` [链](http://a.cn/x#y#z) ![图](图一.png)",
    '<b>x</b> & < "',
    "$x^2$",
    "- 一",
    "一  \n二",
    "[x](http://[::1)",
    "![](图一.png)",
    "____",
)
FILES = ("50%.png", "[1].png", "a#b.png", "a?b.png", "a b&c.png", "图 二(1).png", "dir/图.png", "item-0001.xml", "item-0002.xml",
         "_item-0001.xml", "ITEM-0001.XML", "item-0001.xml/a.png", "imsmanifest.xml", "assessment.xml", "a:b.png", "e\u0301.png",
         "./点.png", "a|b^.png", "a\\b.png")  # fmt: skip


def picture(seed: int) -> str:
    """Return a small picture in Base64, different for each seed."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + seed.to_bytes(4, "big") * 10).decode()


def with_pictures(name: str, seed: int, *files: str) -> Draft:
    """Return a question that shows these files; another seed gives other pictures under the same names."""
    stem = "\n\n".join(f"![图]({quote(file)})" for file in files)
    pictures = [{"name": file, "size": 48, "base64": picture(seed + n)} for n, file in enumerate(files)]
    return Draft(NOWHERE, "true_false", {"stem": stem, "answer": True}, name=name, more={"files": pictures})


def hard() -> dict[str, list[Draft]]:
    """Return what is written as one package, by its name."""
    return {
        "no questions": [],
        **{name: list(_of_every_kind(name, stem)) for name, stem in STEMS.items()},
        "lines": [draft for line in LINES for draft in _of_lines(line)],
        "gaps everywhere": [_gaps()],
        **{
            f"two pictures called {file!r}": [with_pictures("甲", 1, file), with_pictures("乙", 2, file)]
            for file in FILES
        },
        "all pictures at once": [with_pictures(name, seed, *FILES) for name, seed in (("甲", 0), ("乙", 99))],
        "categories": [_draft("description", str(n), "读", meta={"category": c}) for n, c in enumerate(("", "类\t别", "\n", "类\t别"))],
        "names": [_draft("description", name, "![](图一.png)") for name in ("", "题\n名\t\x01", "长" * 300)],
        "identifiers": [Draft(NOWHERE, "single_choice", {"stem": "题", "options": [{"id": "1", "text": "对", "right": True}, {"id": "a", "text": "错"}]})],
    }  # fmt: skip


def _draft(kind: str, name: str, stem: str, **facts: Any) -> Draft:
    files = [{"name": "图一.png", "size": 48, "base64": picture(0)}]
    points = Decimal(0 if kind == "description" else 2)
    return Draft(NOWHERE, kind, {"stem": stem}, name=name, points=points, more={"files": files}, **facts)


def _of_every_kind(name: str, stem: str) -> Iterator[Draft]:
    """Yield those of them that are valid questions."""
    options = [{"text": "对", "right": True}, {"text": "错", "feedback": "再想"}]
    rubric = [{"criterion": "要点", "points": "2", "describe": stem[:300]}]
    bodies: dict[str, dict[str, Any]] = {
        "single_choice": {"options": options},
        "multiple_choice": {"options": [*options, {"text": "也对", "right": True}], "rule": "all_or_nothing"},
        "true_false": {"answer": True, "feedback_false": "错"},
        "short_text": {"answers": [stem[:80], {"text": "次", "fraction": "1/3"}]},
        "numeric": {"answers": [{"number": "-1e3", "tolerance": "0.0000001"}], "unit": "m²"},
        "ordering": {"order": ["一", "二", "三"]},
        "matching": {"pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d"}]},
        "essay": {"rubric": rubric, "sample": "甲\n\n乙\n" + stem[:300], "max_chars": 800},
        "description": {},
    }
    for kind, body in bodies.items():
        facts: dict[str, Any] = {"feedback": stem} if kind == "single_choice" else {"tags": ("标\t签", "b")}
        draft = _draft(kind, f"{name} {kind}", stem, **facts)
        draft.data.update(body)
        yield from [draft] if isinstance(draft.question(), Question) else []
    gaps = _draft("blanks", f"{name} blanks", f"{stem}\n\n填____，**粗____**")
    gaps.data["blanks"] = [{"answers": ["甲\t乙"]}, {"answers": ["5"], "number": True, "tolerance": "0.1"}]
    yield from [gaps] if isinstance(gaps.question(), Question) else []


def _of_lines(line: str) -> Iterator[Draft]:
    texts = [line, f"{line} 2", f"{line} 3"]
    options = [{"text": text, **({"right": True} if text == line else {})} for text in texts]
    options[0]["feedback"] = line
    bodies: dict[str, dict[str, Any]] = {
        "single_choice": {"options": options},
        "multiple_choice": {"options": options, "rule": "proportional"},
        "ordering": {"order": texts, "rule": "pairs"},
        "matching": {"pairs": [{"left": text, "right": f"{text} r"} for text in texts], "extra": [f"{line} x"]},
        "essay": {"rubric": [{"criterion": line, "points": "2", "describe": line}]},
    }  # fmt: skip
    for kind, body in bodies.items():
        draft = _draft(kind, f"{kind} {line}", "题", feedback=line, tags=(line,), meta={"category": line})
        draft.data.update(body)
        yield draft


def _gaps() -> Draft:
    stem = "| 甲 | 乙 |\n|---|---|\n| ____ | **____** |\n\n- ____\n  - [x ____](http://a.cn)\n\n> ____\n\n# 题____"
    return Draft(NOWHERE, "blanks", {"stem": stem, "blanks": [{"answers": ["1"]}] * 6}, name="空")
