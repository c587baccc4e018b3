"""Read lms/questions/samples: what authors write and candidates answer, for each kind."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lms.questions
from lms.domain.question.protocol import Question
from lms.questions import answer_key, kinds, load_question, raw_from_form

_FOLDER = Path(lms.questions.__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    kind: str
    name: str
    data: dict[str, Any]
    canonical: dict[str, Any]
    rekeyed: dict[str, Any]
    responses: list[dict[str, Any]]

    @property
    def question(self) -> Question:
        question = load_question(self.kind, self.data)
        assert isinstance(question, Question), [problem.line("en") for problem in question]
        return question

    @property
    def other_key(self) -> Question:
        """Return the same question with another key."""
        data = {name: value for name, value in self.data.items() if name != "en"}
        question = load_question(self.kind, data | self.rekeyed)
        assert isinstance(question, Question), [problem.line("en") for problem in question]
        return question


def of(kind: str) -> dict[str, Any]:
    path = _FOLDER / f"{kind}.toml"
    if not path.is_file():
        raise FileNotFoundError(
            f"no samples/{path.name}: every kind has one, and KIND is the name of its module"
        )
    return tomllib.loads(path.read_text("utf-8"))


def samples() -> list[Sample]:
    return [
        Sample(kind, s["name"], s["data"], s.get("canonical", {}), s["rekeyed"], s["response"])
        for kind in kinds()
        for s in of(kind)["sample"]
    ]


def responses() -> Iterator[tuple[Sample, dict[str, Any]]]:
    return ((sample, response) for sample in samples() for response in sample.responses)


def bad() -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    return ((kind, b["data"], b["where"]) for kind in kinds() for b in of(kind)["bad"])


def raw(question: Question, response: dict[str, Any]) -> Any:
    """Return the raw response of a sample, which refers to opaque ids by their position in the key."""
    if "form" in response:
        return raw_from_form(question, response["form"])
    if "right_order" in response:
        return {"order": [answer_key(question)["order"][place - 1] for place in response["right_order"]]}
    if "right_pairs" in response:
        right = answer_key(question)["pairs"]
        return {"pairs": {left: right[str(place)] for left, place in response["right_pairs"].items()}}
    return response["raw"]
