"""Read drafts from lines of text: questions, each of the kind that its heading, options and answer show."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.domain.fields import LONGEST_STEM, LONGEST_TEXT
from lms.domain.problem import Problem
from lms.formats.drafts.names import name_from_markdown
from lms.formats.drafts.option_answer import options_named
from lms.formats.drafts.spellings import kind_of, points_of, tags_of
from lms.formats.item import Draft, Reading
from lms.formats.markup.plain_text import markdown_of_plain
from lms.formats.numbered_text import messages
from lms.formats.numbered_text.answer_list import AnswerList
from lms.formats.numbered_text.assign import assign_answers
from lms.formats.numbered_text.bodies import body_of
from lms.formats.numbered_text.kinds import is_open, is_order, kind_with_options, kind_without_options
from lms.formats.numbered_text.line import Line, RawQuestion, Section
from lms.formats.numbered_text.options import split_unlettered
from lms.formats.numbered_text.parts import Parts
from lms.formats.numbered_text.split import Splitter
from lms.formats.numbered_text.stem import letters_in_brackets, parse_stem, truth_in_brackets
from lms.formats.numbered_text.unreadable import Unreadable
from lms.formats.sheets.gaps import gaps_in

_META = ("difficulty", "area", "source", "category", "competency", "level")
_STIMULUS_WORDS = re.compile(r"材料|阅读|案例|资料|背景|情景|情境|根据以下|根据下列")
_LONGEST_INTRODUCTION = 200
"""A title or an instruction; more may have been meant as a question."""
_LONGEST_RUN = 40
_RUNS = re.compile(r"[ \t\u3000\xa0]{41,}|[_＿]{41,}")

_NO_VALUE = re.compile(r"\s*[（(]?\s*(?:略|无|暂无|待定|\?|？)\s*[)）]?\s*。?\s*")


def read_numbered_text(lines: Sequence[Line]) -> Reading:
    """Return every question that is certain; what is uncertain is a problem at its line."""
    splitter = Splitter([_shorten_runs(line) for line in lines])
    _divide_points(splitter.raws)
    answers = AnswerList(splitter.answers)
    problems = [*answers.problems, *assign_answers(splitter.raws, answers.keys)]
    drafts: list[Draft] = []
    introductions = {section.number: texts for section, texts in splitter.introductions}
    for raw in splitter.raws:
        if texts := introductions.pop(raw.section.number, []):
            drafts += _stimulus(raw.section, texts)
            problems += _long_introduction(raw.section, texts)
        draft = draft_of(raw)
        problems += raw.notices
        question = draft if isinstance(draft, list) else draft.question()
        if isinstance(question, list):
            problems += question
        elif isinstance(draft, Draft):
            drafts.append(draft)
    for number, texts in introductions.items():
        is_title = not number and splitter.raws
        problems += _long_introduction(Section(), texts) if is_title else _unread_lines(texts)
    return Reading(tuple(drafts), tuple(problems))


def _divide_points(raws: Sequence[RawQuestion]) -> None:
    """Divide the points of a heading such as 六、论述题（20分） among its questions."""
    counts = Counter(raw.section.number for raw in raws)
    for raw in raws:
        if raw.section.total is not None:
            each = raw.section.total / counts[raw.section.number]
            raw.section = replace(raw.section, points=points_of(f"{each.normalize():f}"))


def _shorten_runs(line: Line) -> Line:
    """Shorten long runs of spaces and underscores: they mean the same as short ones, and take time to search."""
    if len(line.text) <= _LONGEST_RUN:
        return line
    return Line(_RUNS.sub(lambda run: run[0][:_LONGEST_RUN], line.text), line.place)


def draft_of(raw: RawQuestion) -> Draft | list[Problem]:
    """Return the question, or what is wrong with it."""
    problems = [*raw.problems, *_option_problems(raw)]
    if problems:
        return problems
    try:
        return _draft(raw)
    except Unreadable as error:
        return [error.at(raw.places.get(error.field, raw.place))]


def _draft(raw: RawQuestion) -> Draft:
    _check_lengths(raw)
    stem = parse_stem("\n".join(raw.stem))
    hint = kind_of(raw.field("type")) or stem.kind or raw.section.kind
    answer = "" if _NO_VALUE.fullmatch(raw.field("answer")) else raw.field("answer")
    options = [_joined(option.lines) for option in raw.options]
    words = stem.words
    if not options and hint in ("single_choice", "multiple_choice", "choice") and "\n" in words:
        words, *options = split_unlettered(words, answer)
    if options:
        hint = "ordering" if not hint and is_order(answer, options) else hint
        answer, words = _answer_in_brackets(raw, words, options, answer, hint)
        named = options_named(answer, options) or []
        kind = kind_with_options(hint, options, len(named))
    else:
        if not answer and hint in ("", "true_false"):
            answer, words = truth_in_brackets(words, anywhere=hint == "true_false")
        kind = kind_without_options(hint, words, answer)
        if kind == "essay" and not (hint or answer or is_open(words)):
            raw.notices.append(Problem(raw.place, *messages.READ_AS_ESSAY, notice=True))
    points = _points(raw, stem.points, words)
    parts = Parts(words, options, answer, points, stem.rules, raw.field("rubric"))
    data = body_of(kind, parts)
    raw.notices += [Problem(raw.place, what, how, notice=True) for what, how in parts.notices]
    explanation = "" if _NO_VALUE.fullmatch(raw.field("feedback")) else raw.field("feedback")
    feedback = "\n".join([*parts.explanations, explanation]).strip()
    meta = {name: " ".join(raw.field(name).split()) for name in _META if raw.field(name)}
    if raw.section.category and "category" not in meta:
        meta["category"] = raw.section.category
    return Draft(
        where=raw.place,
        kind=kind,
        data=data,
        name=name_from_markdown(data["stem"]),
        points=points,
        tags=tags_of(raw.field("tags")),
        feedback=markdown_of_plain(feedback),
        meta=meta,
    )


def _check_lengths(raw: RawQuestion) -> None:
    for name, lines in (("", raw.stem), *raw.fields.items()):
        longest = LONGEST_TEXT if name else LONGEST_STEM
        if sum(map(len, lines)) > longest:
            raise Unreadable(name, messages.text_too_long(longest))


def _answer_in_brackets(
    raw: RawQuestion, words: str, options: list[str], answer: str, hint: str
) -> tuple[str, str]:
    """Return the answer, perhaps from the brackets of the stem, and the stem without it."""
    if hint in ("ordering", "matching"):
        return answer, words
    named = options_named(answer, options) if answer else None
    bracketed = letters_in_brackets(words, len(options), named)
    return answer or bracketed[0], bracketed[1]


def _joined(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()


def _points(raw: RawQuestion, marked: Decimal | None, words: str) -> Decimal:
    """Return its own points, else those of its heading, else 1."""
    listed = [points_of(part) for part in re.split(r"[,，、]", raw.field("points"))]
    own = sum((points for points in listed if points), Decimal(0)) if all(listed) else None
    per_blank = raw.section.blank_points
    if own is None and marked is None and raw.section.points is None and per_blank is not None:
        return per_blank * max(gaps_in(words), 1)
    return own or marked or raw.section.points or Decimal(1)


def _option_problems(raw: RawQuestion) -> list[Problem]:
    """Return a problem if the letters are not A, B, C in order: an answer could mean another option."""
    for index, option in enumerate(raw.options):
        expected = chr(ord("a") + index) if index < 26 else ""
        if option.letter != expected:
            return [messages.option_out_of_order(option.place, option.letter.upper(), expected.upper())]
    return []


def _stimulus(section: Section, texts: Sequence[Line]) -> list[Draft]:
    """Return the text between a heading and its first question as a stimulus, if the questions are about it."""
    whole = "\n".join(line.text.strip() for line in texts)
    if not section.number or len(whole) <= 40 or not _STIMULUS_WORDS.search(whole):
        return []
    meta = {"category": section.category} if section.category else {}
    stem = markdown_of_plain(whole)
    return [
        Draft(texts[0].place, "description", {"stem": stem}, name_from_markdown(stem), Decimal(0), meta=meta)
    ]


def _long_introduction(section: Section, texts: Sequence[Line]) -> list[Problem]:
    if _stimulus(section, texts) or sum(len(line.text) for line in texts) <= _LONGEST_INTRODUCTION:
        return []
    return _unread_lines(texts)


def _unread_lines(texts: Sequence[Line]) -> list[Problem]:
    if not texts:
        return []
    first, last = texts[0], texts[-1]
    return [messages.not_read(first.place, None if first is last else last.place, first.text)]
