"""Answers of the demo's candidates: the correct answer to any kind of question, or a plausible wrong one."""

from random import Random
from typing import Any

from lms import questions
from lms.domain.question.protocol import Question

ESSAY = (
    "一、基本情况。按照要求，我办会同有关单位核对了数据，走访了三个乡镇、六个村，查阅了近两年的台账。"
    "二、主要问题。一是责任单位之间衔接不够，有的事项两家都在管、有的两家都没管；二是时限只写了“尽快”，"
    "没有写到哪一天；三是结果没有回访，群众是否满意说不清楚。"
    "三、下一步打算。逐项明确牵头单位、配合单位、责任人和完成时限，建立周调度、月通报制度，"
    "对已办结事项按比例回访，未达到要求的重新交办，并将结果纳入年度考核。"
)


def respond(question: Question, right: bool, dice: Random) -> dict[str, Any]:
    """Return a response in canonical form."""
    key = questions.key(question)
    if question.kind == "essay":
        return {"text": ESSAY if right else ESSAY[: dice.randint(40, 110)]}
    return questions.read(question, key if right else _WRONG[question.kind](key, question, dice))


def as_form(response: dict[str, Any]) -> dict[str, list[str]]:
    """Return the response as the fields of its page."""
    fields: dict[str, list[str]] = {}
    for name, value in response.items():
        if name == "blanks":
            fields |= {f"blank.{place}": [text] for place, text in enumerate(value, 1)}
        elif name == "pairs":
            fields |= {f"pair.{left}": [right] for left, right in value.items()}
        elif name == "order":
            fields |= {f"position.{id_}": [str(place)] for place, id_ in enumerate(value, 1)}
        else:
            fields[name] = (
                value
                if isinstance(value, list)
                else [str(value).lower() if value in (True, False) else value]
            )
    return fields


def _other_option(key: dict[str, Any], question: Question, dice: Random) -> dict[str, Any]:
    return {"choice": dice.choice([option for option in _ids(question) if option != key["choice"]])}


def _some_options(key: dict[str, Any], question: Question, dice: Random) -> dict[str, Any]:
    if dice.random() < 0.6 and len(key["choices"]) > 1:
        return {"choices": key["choices"][:-1]}  # one forgotten
    wrong = [option for option in _ids(question) if option not in key["choices"]]
    return {"choices": sorted([*key["choices"][:-1], dice.choice(wrong or key["choices"])])}


def _swapped_order(key: dict[str, Any], _question: Question, dice: Random) -> dict[str, Any]:
    order = list(key["order"])
    place = dice.randrange(len(order) - 1)
    order[place], order[place + 1] = order[place + 1], order[place]
    return {"order": order}


def _swapped_pairs(key: dict[str, Any], _question: Question, dice: Random) -> dict[str, Any]:
    first, second = dice.sample(sorted(key["pairs"]), 2)
    return {"pairs": {**key["pairs"], first: key["pairs"][second], second: key["pairs"][first]}}


def _ids(question: Question) -> list[str]:
    return [option.id for option in question.body.options]


_WRONG = {
    "single_choice": _other_option,
    "multiple_choice": _some_options,
    "true_false": lambda key, _question, _dice: {"value": not key["value"]},
    "blanks": lambda key, _question, _dice: {"blanks": [*key["blanks"][:-1], "不清楚"]},
    "numeric": lambda key, _question, dice: {"number": str(dice.randint(2, 90))},
    "short_text": lambda _key, _question, _dice: {"text": "记不清了"},
    "ordering": _swapped_order,
    "matching": _swapped_pairs,
}
