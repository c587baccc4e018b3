"""Questions of every kind with difficult texts, made from a seed, for tests of round trips."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from lms.domain.place import NOWHERE
from lms.domain.question.form import FormParts, Rows
from lms.domain.question.protocol import Question
from lms.domain.question.translation import LANGUAGES
from lms.domain.text.markup import count_gaps
from lms.formats.item import Draft
from lms.questions import dump_question, kinds, load_question, rubric_points, stimulus_kinds
from tests.questions import samples

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
    """Makes drafts; with `pictures`, some of them have pictures with their files."""

    def __init__(self, seed: int, *, pictures: bool = True) -> None:
        self.random = Random(seed)
        self.pictures = pictures

    def words(self, most: int = 6) -> str:
        return " ".join(self.random.choice(_WORDS) for _ in range(self.random.randint(1, most)))

    def line(self) -> str:
        """Return one line that does not begin like a block of Markdown."""
        return self.random.choice("甲乙丙丁题") + self.random.choice(["", " "]) + self.words()

    def stem(self) -> str:
        parts = [self.line() for _ in range(self.random.choice((1, 1, 1, 2)))]
        if self.random.random() < 0.3:
            parts.insert(self.random.randint(1, len(parts)), self.random.choice(_BLOCKS))
        return "\n\n".join(parts)

    def draft(self, kind: str) -> Draft:
        data = self._data(kind)
        more: dict[str, Any] = {}
        if self.pictures and self.random.random() < 0.05 and "___" not in data["stem"]:
            data["stem"] += "\n\n![图 一](图一.png)"
            more["files"] = [{"name": "图一.png", "size": 48, "base64": _PICTURE}]
        random = self.random
        return Draft(
            where=NOWHERE,
            kind=kind,
            data=data,
            name=self.line(),
            points=self._points(kind, data),
            tags=tuple(dict.fromkeys(random.sample(("必考", "公文", "A1", "应急"), random.randint(0, 3)))),
            feedback=self.line() if random.random() < 0.4 else "",
            more=more,
        )

    def _data(self, kind: str) -> dict[str, Any]:
        """Return a sample of the kind with other texts, or its own where the kind accepts no others."""
        sample = self.random.choice([sample["data"] for sample in samples.of(kind)["sample"]])
        data = {name: value for name, value in sample.items() if name not in LANGUAGES}
        form = kinds()[kind].FORM
        other = _OtherTexts(self, form).replace_in(data)
        candidates = (without_ids(other), other, data | {"stem": other["stem"]}, data)
        return next(body for body in candidates if isinstance(load_question(kind, body), Question))

    def _points(self, kind: str, data: dict[str, Any]) -> Decimal:
        question = load_question(kind, data)
        assert isinstance(question, Question)
        chosen = Decimal(self.random.choice(("1", "2", "2.5", "10")))
        return Decimal(0) if kind in stimulus_kinds() else rubric_points(question) or chosen


def without_ids(value: Any) -> Any:
    """Return the data as written by an author who leaves ids to the system."""
    if isinstance(value, dict):
        return {name: without_ids(inner) for name, inner in value.items() if name != "id"}
    return [without_ids(inner) for inner in value] if isinstance(value, list) else value


class _OtherTexts:
    """Replaces the texts in the data of a kind wherever its form asks for a text, equal ones by equal ones."""

    def __init__(self, make: Maker, form: FormParts) -> None:
        self._make = make
        fields = [field for part in form for field in (part.fields if isinstance(part, Rows) else (part,))]
        self._names = {field.name for field in fields if field.translated}
        self._lists = {part.name for part in form if isinstance(part, Rows)}
        self._new: dict[str, str] = {}

    def replace_in(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the data with other texts, also where a row is named by its text."""
        replaced = self._replaced(data, "")
        assert isinstance(replaced, dict)
        return {name: self._renamed(value) for name, value in replaced.items()}

    def _replaced(self, value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {inner: self._replaced(entry, inner) for inner, entry in value.items()}
        if isinstance(value, list):
            return [self._replaced(entry, name) for entry in value]
        if isinstance(value, str) and name in self._names | self._lists:
            return self._word(value, name)
        return value

    def _word(self, old: str, name: str) -> str:
        if name == "stem":
            gaps = "".join(f"____{self._make.random.choice('，、和')}" for _ in range(count_gaps(old)))
            return self._make.line() + gaps + self._make.line() if gaps else self._make.stem()
        return self._new.setdefault(old, f"{self._make.line()} {len(self._new)}")

    def _renamed(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._renamed(entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [self._renamed(entry) for entry in value]
        return self._new.get(value, value) if isinstance(value, str) else value


def questions(seed: int, count: int, *, pictures: bool = True) -> Iterator[Draft]:
    """Yield `count` valid questions, every kind in turn."""
    make, names = Maker(seed, pictures=pictures), sorted(kinds())
    for number in range(count):
        yield make.draft(names[number % len(names)])


def canonical(draft: Draft) -> dict[str, Any]:
    """Return what must come back: kind, body, name, points, tags, feedback."""
    question = draft.question()
    assert isinstance(question, Question), (draft, [problem.line("en") for problem in question])
    return {
        **dump_question(question),
        "name": draft.name,
        "points": f"{draft.points.normalize():f}",
        "tags": list(draft.tags),
        "feedback": draft.feedback,
    }
