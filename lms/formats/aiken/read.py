"""Aiken to drafts: strict about the key, lenient about everything else."""

from lms.domain.place import Place, TextLine
from lms.domain.problem import Problem, Text
from lms.formats.aiken.lines import Raw, lines_of, questions
from lms.formats.drafts.messages import MAKE_OPTIONS_DIFFERENT
from lms.formats.drafts.names import name_from_markdown
from lms.formats.drafts.option_answer import first_duplicate, options_named
from lms.formats.item import Draft, Reading
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain

_ANSWER_HOW = Text(
    "请在选项后另起一行写 ANSWER: A 这样的答案", "Write a line such as ANSWER: A behind the options"
)


def read_aiken(text: str) -> Reading:
    """Every question of the file that has a stem, options in order, and an answer among them."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for raw in questions(lines_of(text)):
        found = _problems(raw)
        if found:
            problems += found
            continue
        draft = _draft(raw)
        if isinstance(draft, Problem):
            problems.append(draft)
            continue
        question = draft.question()
        if isinstance(question, list):
            problems += question
        else:
            drafts.append(draft)
    return Reading(tuple(drafts), tuple(problems))


def _place(line: int) -> Place:
    return TextLine(line)


def _problems(raw: Raw) -> list[Problem]:
    """Everything for which nobody can say what the question is."""
    found = []
    if not raw.stem:
        what = Text("选项前没有题干", "there is no question before these options")
        how = Text("请在选项 A 的上一行写题干", "Write the question on the line before option A")
        found.append(Problem(_place(raw.line), what, how))
    for place, (line, _) in enumerate(raw.options):
        wanted = chr(ord("a") + place)
        if line.label != wanted:
            what = Text(
                f"选项 {line.label.upper()} 出现在应写 {wanted.upper()} 的地方，答案会对不上",
                f"option {line.label.upper()} stands where {wanted.upper()} should: the answer may mean another",
            )
            how = Text("请把选项按 A、B、C、D 依次编号", "Label the options A, B, C, D in turn")
            found.append(Problem(_place(line.number), what, how))
            break
    if not raw.answers:
        last = raw.options[-1][0].number if raw.options else raw.line
        what = Text("这道题没有答案", "this question has no answer")
        found.append(Problem(_place(last), what, _ANSWER_HOW))
    if len(raw.answers) > 1:
        what = Text("这道题有两行答案", "this question has two answers")
        how = Text("请只留一行；多个答案写成 ANSWER: A,C", "Keep one; write several as ANSWER: A,C")
        found.append(Problem(_place(raw.answers[1].number), what, how))
    if len(raw.options) < 2 and raw.answers:
        what = Text(f"只有 {len(raw.options)} 个选项", f"there are {len(raw.options)} options")
        how = Text("请至少写两个选项，每个一行，如 A. 甲", "Write two at least, one a line, such as A. first")
        found.append(Problem(_place(raw.line), what, how))
    return found


def _draft(raw: Raw) -> Draft | Problem:
    texts = [" ".join(words) for _, words in raw.options]
    chosen = _chosen(raw, texts)
    if isinstance(chosen, Problem):
        return chosen
    if same := first_duplicate(texts):
        return Problem(_place(raw.options[same[0]][0].number), same[1], MAKE_OPTIONS_DIFFERENT)
    stem = markdown_of_plain("\n".join(line.whole for line in raw.stem))
    several = len(chosen) > 1
    options = [
        {"text": line_of_plain(text), **({"right": True} if place in chosen else {})}
        for place, text in enumerate(texts)
    ]
    return Draft(
        where=_place(raw.line),
        kind="multiple_choice" if several else "single_choice",
        data={"stem": stem, "options": options},
        name=name_from_markdown(stem),
        feedback=markdown_of_plain("\n".join(line.words for line in raw.feedback)),
    )


def _chosen(raw: Raw, texts: list[str]) -> list[int] | Problem:
    """The places of the right options."""
    answer = raw.answers[0]
    words = answer.words.rstrip(".．。 ")
    places = options_named(words, texts)
    if places is None:
        what = Text(f"看不懂答案“{words[:40]}”", f'the answer "{words[:40]}" is not understood')
        return Problem(_place(answer.number), what, _ANSWER_HOW)
    if max(places) >= len(texts):
        last = chr(ord("A") + len(texts) - 1)
        what = Text(
            f"答案 {words[:40]} 不在选项 A 到 {last} 之中", f"the answer {words[:40]} is none of A to {last}"
        )
        return Problem(
            _place(answer.number), what, Text("请核对答案和选项", "Check the answer and the options")
        )
    if len(set(places)) < len(places):
        what = Text(f"答案 {words} 把同一个选项写了两次", f"the answer {words} names an option twice")
        return Problem(_place(answer.number), what, Text("请核对答案", "Check the answer"))
    return places
