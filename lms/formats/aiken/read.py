"""Read Aiken into drafts: strict about the key, lenient about everything else."""

from lms.domain.place import TextLine
from lms.domain.problem import Message, Problem
from lms.formats.aiken import messages
from lms.formats.aiken.lines import RawQuestion, split_lines, split_questions
from lms.formats.drafts.messages import MAKE_OPTIONS_DIFFERENT
from lms.formats.drafts.names import name_from_markdown
from lms.formats.drafts.option_answer import first_duplicate, options_named
from lms.formats.item import Draft, Reading
from lms.formats.markup.plain_text import line_of_plain, markdown_of_plain


def read_aiken(text: str) -> Reading:
    """Read every question of the file that has a stem, options in order, and an answer among them."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for raw in split_questions(split_lines(text)):
        faults = _problems(raw)
        if faults:
            problems += faults
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


def _problem(line: int, message: Message) -> Problem:
    return Problem(TextLine(line), *message)


def _problems(raw: RawQuestion) -> list[Problem]:
    """Return everything that makes the question ambiguous."""
    problems = []
    if not raw.stem:
        problems.append(_problem(raw.line, messages.NO_STEM))
    for place, (line, _) in enumerate(raw.options):
        expected = chr(ord("a") + place)
        if line.label != expected:
            problems.append(_problem(line.number, messages.option_out_of_order(line.label, expected)))
            break
    if not raw.answers:
        last = raw.options[-1][0].number if raw.options else raw.line
        problems.append(_problem(last, messages.NO_ANSWER))
    if len(raw.answers) > 1:
        problems.append(_problem(raw.answers[1].number, messages.TWO_ANSWERS))
    if len(raw.options) < 2 and raw.answers:
        problems.append(_problem(raw.line, messages.too_few_options(len(raw.options))))
    return problems


def _draft(raw: RawQuestion) -> Draft | Problem:
    texts = [" ".join(words) for _, words in raw.options]
    chosen = _chosen(raw, texts)
    if isinstance(chosen, Problem):
        return chosen
    if same := first_duplicate(texts):
        return _problem(raw.options[same[0]][0].number, (same[1], MAKE_OPTIONS_DIFFERENT))
    stem = markdown_of_plain("\n".join(line.whole for line in raw.stem))
    several = len(chosen) > 1
    options = [
        {"text": line_of_plain(text), **({"right": True} if place in chosen else {})}
        for place, text in enumerate(texts)
    ]
    return Draft(
        where=TextLine(raw.line),
        kind="multiple_choice" if several else "single_choice",
        data={"stem": stem, "options": options},
        name=name_from_markdown(stem),
        feedback=markdown_of_plain("\n".join(line.words for line in raw.feedback)),
    )


def _chosen(raw: RawQuestion, texts: list[str]) -> list[int] | Problem:
    """Return the places of the right options, or why the answer does not name them."""
    answer = raw.answers[0]
    words = answer.words.rstrip(".．。 ")
    places = options_named(words, texts)
    if places is None:
        return _problem(answer.number, messages.unclear_answer(words))
    if max(places) >= len(texts):
        last = chr(ord("A") + len(texts) - 1)
        return _problem(answer.number, messages.no_such_option(words, last))
    if len(set(places)) < len(places):
        return _problem(answer.number, messages.repeated_answer(words))
    return places
