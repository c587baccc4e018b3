"""Questions of every kind with everything that a text may hold, made from a seed: what round trips are tried on."""

import base64
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft
from lms.questions import dump_question, kinds

_MANY = (
    "请示 报告 督查 公文 办公室 应急处置 统筹协调 上行文 𠮷野家 㐂 鿕 ＡＢＣ １２３ ㎡ ① 〇 Ｈ₂Ｏ H2O 10² 3.14 1,000 -5 50% "
    "cafe\u0301 e\u0301\u0323 नमस्ते ภาษาไทย שלום العربية مرحبا 😀 👩‍👩‍👧 🇨🇳 👍🏽 ☑️ naïve Straße İstanbul ﬁ "
    "“引号” 《条例》 （括号） 【注】 —— …… · ～ ￥100 C# C++ a_b snake_case_name a*b 2*3*4 x<y x>y a&b R&D AT&T <b> </p> "
    "{x} } { = ~ # : :: // -> => \\ \\n C:\\new `code` $5 $x^2$ [1] (a) | || ; ； ! 1. - + > @x http://gov.cn/a?b=1&c=2 "
    "&amp; &lt; &#x4e00; 100%x %50% TRUE F 0 null None =1+1 +1 @SUM \"双\" '单' 甲、乙 A.B ^ ~~x~~"
)
_WORDS = _MANY.split()
_BLOCKS = (
    "| 甲 | 乙 |\n| --- | --- |\n| 1 | **2** |\n| 3 | 4 |",
    "- 一\n- 二\n- 三",
    "1. 一\n2. 二",
    "> 引文",
    "```\nfor i in range(3):\n    print(i)\n```",
    "**粗** 和 *斜*",
    "第一行  \n第二行",
    "[链接](https://www.gov.cn/x)",
    "`x_1`",
)
_PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(40))).decode()


class Maker:
    """Makes drafts; `marked` texts hold Markdown blocks, `pictures` some pictures with their files."""

    def __init__(self, seed: int, *, pictures: bool = True) -> None:
        self.random = Random(seed)
        self.pictures = pictures

    def words(self, most: int = 6) -> str:
        return " ".join(self.random.choice(_WORDS) for _ in range(self.random.randint(1, most)))

    def line(self) -> str:
        """One line that begins like no block of Markdown."""
        return self.random.choice("甲乙丙丁题") + self.random.choice(["", " "]) + self.words()

    def texts(self, many: int) -> list[str]:
        return [f"{self.line()} {n}" for n in range(many)]

    def stem(self) -> str:
        parts = [self.line() for _ in range(self.random.choice((1, 1, 1, 2)))]
        if self.random.random() < 0.3:
            parts.insert(self.random.randint(1, len(parts)), self.random.choice(_BLOCKS))
        return "\n\n".join(parts)

    def share(self) -> str:
        return self.random.choice(("1/2", "1/3", "1/4", "2/3", "1/5", "3/4"))

    def draft(self, kind: str) -> Draft:
        body = _BODIES[kind](self)
        data = {"stem": self.stem(), **body}
        more: dict[str, Any] = {}
        if self.pictures and self.random.random() < 0.05 and kind != "blanks":
            data["stem"] += "\n\n![图 一](图一.png)"
            more["files"] = [{"name": "图一.png", "size": 48, "base64": _PICTURE}]
        points = {"description": "0", "essay": "5"}.get(kind) or self.random.choice(("1", "2", "2.5", "10"))
        random = self.random
        return Draft(
            where=NOWHERE,
            kind=kind,
            data=data,
            name=self.line(),
            points=Decimal(points),
            tags=tuple(dict.fromkeys(random.sample(("必考", "公文", "A1", "应急"), random.randint(0, 3)))),
            feedback=self.line() if random.random() < 0.4 else "",
            more=more,
        )


def _single(make: Maker) -> dict[str, Any]:
    texts = make.texts(make.random.randint(2, 10))
    right = make.random.randrange(len(texts))
    rows = [{"text": text, **({"right": True} if n == right else {})} for n, text in enumerate(texts)]
    if make.random.random() < 0.3:
        rows[right - 1]["feedback"] = make.line()
    return {"options": rows, **({"shuffle": False} if make.random.random() < 0.2 else {})}


def _multiple(make: Maker) -> dict[str, Any]:
    texts = make.texts(make.random.randint(3, 8))
    rule = make.random.choice(("all_or_nothing", "proportional", "weights"))
    many = make.random.randint(1, len(texts) - 1)
    if rule == "weights":
        keys: list[dict[str, Any]] = [{"fraction": f"1/{many}" if many > 1 else "1"}] * many
        keys += [
            {"fraction": make.random.choice(("-1", "-1/2"))} if n % 2 else {}
            for n in range(len(texts) - many)
        ]
    else:
        keys = [{"right": True}] * many + [{}] * (len(texts) - many)
    return {"options": [{"text": t, **k} for t, k in zip(texts, keys, strict=True)], "rule": rule}


def _true_false(make: Maker) -> dict[str, Any]:
    said = {"feedback_true": make.line(), "feedback_false": make.line()} if make.random.random() < 0.3 else {}
    return {"answer": make.random.random() < 0.5, **said}


def _answers(make: Maker) -> list[Any]:
    first, *others = make.texts(make.random.randint(1, 3))
    return [first, *({"text": text, "fraction": make.share()} for text in others)]


def _blanks(make: Maker) -> dict[str, Any]:
    many = make.random.randint(1, 4)
    stem = make.line() + "".join(f"____{make.random.choice('，、和')}" for _ in range(many)) + make.line()
    blanks: list[dict[str, Any]] = [
        {"answers": [str(make.random.randint(1, 999))], "number": True, "tolerance": "0.5"}
        if make.random.random() < 0.3
        else {"answers": _answers(make)}
        for _ in range(many)
    ]
    return {"stem": stem, "blanks": blanks}


def _numeric(make: Maker) -> dict[str, Any]:
    number = f"{make.random.randint(-9999, 9999)}.{make.random.randint(1, 9)}"
    unit = {"unit": make.random.choice(("元", "km", "m²"))} if make.random.random() < 0.3 else {}
    return {"answers": [{"number": number, "tolerance": make.random.choice(("0", "0.5", "10"))}], **unit}


def _matching(make: Maker) -> dict[str, Any]:
    many = make.random.randint(2, 6)
    lefts, rights = make.texts(many), make.texts(many + 2)
    extra = {"extra": rights[many:]} if make.random.random() < 0.5 else {}
    pairs = [{"left": one, "right": other} for one, other in zip(lefts, rights, strict=False)]
    rule = {"rule": make.random.choice(("proportional", "all_or_nothing"))}
    return {"pairs": pairs, **extra, **rule}


def _ordering(make: Maker) -> dict[str, Any]:
    return {
        "order": make.texts(make.random.randint(3, 7)),
        "rule": make.random.choice(("pairs", "positions", "exact")),
    }


def _essay(make: Maker) -> dict[str, Any]:
    rows = [
        {"criterion": "要点" + str(n), "points": point, "describe": make.line()}
        for n, point in enumerate(("2", "3"))
    ]
    sample = {"sample": make.line()} if make.random.random() < 0.5 else {}
    return {"rubric": rows, **sample}


_BODIES: dict[str, Callable[[Maker], dict[str, Any]]] = {
    "single_choice": _single,
    "multiple_choice": _multiple,
    "true_false": _true_false,
    "short_text": lambda make: {"answers": _answers(make)},
    "blanks": _blanks,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": lambda make: {},
}


def questions(seed: int, many: int, *, pictures: bool = True) -> Iterator[Draft]:
    """So many good questions, every kind in turn."""
    assert set(_BODIES) == set(kinds())
    make = Maker(seed, pictures=pictures)
    for place in range(many):
        yield make.draft(sorted(_BODIES)[place % len(_BODIES)])


def canonical(draft: Draft) -> dict[str, Any]:
    """What must come back: kind, body, name, points, tags, feedback."""
    question = draft.question()
    assert isinstance(question, Question), (draft, [problem.line("en") for problem in question])
    return {
        **dump_question(question),
        "name": draft.name,
        "points": f"{draft.points.normalize():f}",
        "tags": list(draft.tags),
        "feedback": draft.feedback,
    }
