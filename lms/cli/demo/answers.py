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
    kind = questions.get_kind(question.kind)
    if question.kind in questions.kinds_marked_by_people():
        text = ESSAY if right else ESSAY[: dice.randint(40, 110)]
        return questions.response_from_paper(question, kind.show(question.body, None), text)
    return questions.read_response(
        question, questions.answer_key(question) if right else kind.wrong_response(question.body, dice)
    )
