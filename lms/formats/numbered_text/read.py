"""A paper to drafts: its lines cut into questions, each with the kind that its heading, options and answer show."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lms.domain.fields import LONGEST_STEM, LONGEST_TEXT
from lms.domain.problem import Problem, Text
from lms.formats.drafts.names import name_of
from lms.formats.drafts.option_answer import options_named
from lms.formats.drafts.spellings import kind_of, points_of, tags_of
from lms.formats.item import Draft, Reading
from lms.formats.markup.plain_text import markdown_of_plain
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
_TAKEN_FOR_ESSAY = (
    Text("没有答案，已读作简答题", "has no answer and was read as an essay"),
    Text(
        "如果是别的题型，请补上答案；简答题请放到“简答题”标题下",
        "Add the answer if it is of another kind; put open questions under a heading 简答题",
    ),
)
_NO_VALUE = re.compile(r"\s*[（(]?\s*(?:略|无|暂无|待定|\?|？)\s*[)）]?\s*。?\s*")


NO_QUESTION = (
    Text("文件里没有读出题目", "no question was found in the file"),
    Text(
        "题目请编号 1. 2. 3.，选项写成 A. B. C.，下面写“答案：”",
        "Number questions 1. 2. 3., begin options with A. B. C., and write 答案： below",
    ),
)
"""What is said of a paper in which nothing is a question, and how one is written."""


def read_numbered_text(lines: Sequence[Line]) -> Reading:
    """Every question that can be told from the lines; everything unsure is a problem at its line."""
    cutter = Splitter([_shorten_runs(line) for line in lines])
    _divide_points(cutter.raws)
    answers = AnswerList(cutter.answers)
    problems = [*answers.problems, *assign_answers(cutter.raws, answers.keys)]
    drafts: list[Draft] = []
    spare = {section.number: texts for section, texts in cutter.spare}
    for raw in cutter.raws:
        if texts := spare.pop(raw.section.number, []):
            drafts += _stimulus(raw.section, texts)
            problems += _long_introduction(raw.section, texts)
        found = draft_of(raw)
        problems += raw.notes
        question = found if isinstance(found, list) else found.question()
        if isinstance(question, list):
            problems += question
        elif isinstance(found, Draft):
            drafts.append(found)
    for number, texts in spare.items():
        problems += (
            _unread_lines(texts) if number or not cutter.raws else _long_introduction(Section(), texts)
        )
    return Reading(tuple(drafts), tuple(problems))


def _divide_points(raws: Sequence[RawQuestion]) -> None:
    """六、论述题（20分） says what its questions are worth together."""
    many = Counter(raw.section.number for raw in raws)
    for raw in raws:
        if raw.section.total is not None:
            each = raw.section.total / many[raw.section.number]
            raw.section = replace(raw.section, points=points_of(f"{each.normalize():f}"))


def _shorten_runs(line: Line) -> Line:
    """Long runs of blanks and underscores say no more than short ones, and take time to look through."""
    if len(line.text) <= _LONGEST_RUN:
        return line
    return Line(_RUNS.sub(lambda run: run[0][:_LONGEST_RUN], line.text), line.place)


def draft_of(raw: RawQuestion) -> Draft | list[Problem]:
    """The question, or what keeps it from being one."""
    wrong = [*raw.problems, *_option_problems(raw)]
    if wrong:
        return wrong
    try:
        return _draft(raw)
    except Unreadable as refusal:
        return [refusal.at(raw.places.get(refusal.field, raw.place))]


def _draft(raw: RawQuestion) -> Draft:
    _refuse_long(raw)
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
            raw.notes.append(Problem(raw.place, *_TAKEN_FOR_ESSAY, notice=True))
    points = _points(raw, stem.points, words)
    part = Parts(words, options, answer, points, stem.rules, raw.field("rubric"))
    data = body_of(kind, part)
    raw.notes += [Problem(raw.place, what, how, notice=True) for what, how in part.notes]
    said = "" if _NO_VALUE.fullmatch(raw.field("feedback")) else raw.field("feedback")
    feedback = "\n".join([*part.said, said]).strip()
    meta = {name: " ".join(raw.field(name).split()) for name in _META if raw.field(name)}
    if raw.section.category and "category" not in meta:
        meta["category"] = raw.section.category
    return Draft(
        where=raw.place,
        kind=kind,
        data=data,
        name=name_of(data["stem"]),
        points=points,
        tags=tags_of(raw.field("tags")),
        feedback=markdown_of_plain(feedback),
        meta=meta,
    )


def _refuse_long(raw: RawQuestion) -> None:
    for name, lines in (("", raw.stem), *raw.fields.items()):
        longest = LONGEST_TEXT if name else LONGEST_STEM
        if sum(map(len, lines)) > longest:
            what = Text(f"有一处文字超过 {longest} 字", f"has a text of more than {longest} characters")
            raise Unreadable(
                name,
                what,
                Text(
                    "请核对题号和格式，看是不是几道题连在了一起",
                    "Check numbers and forms: several questions may have run together",
                ),
            )


def _answer_in_brackets(
    raw: RawQuestion, words: str, options: list[str], answer: str, hint: str
) -> tuple[str, str]:
    """The answer, also from the brackets of the stem, and the stem without it."""
    if hint in ("ordering", "matching"):
        return answer, words
    told = options_named(answer, options) if answer else None
    found = letters_in_brackets(words, len(options), told, raw.place)
    if isinstance(found, Problem):
        raise Unreadable("", found.what, found.how)
    return answer or found[0], found[1]


def _joined(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()


def _points(raw: RawQuestion, marked: Decimal | None, words: str) -> Decimal:
    """Its own points, else those of its heading, else 1."""
    said = [points_of(part) for part in re.split(r"[,，、]", raw.field("points"))]
    own = sum((points for points in said if points), Decimal(0)) if all(said) else None
    per_blank = raw.section.blank_points
    if own is None and marked is None and raw.section.points is None and per_blank is not None:
        return per_blank * max(gaps_in(words), 1)
    return own or marked or raw.section.points or Decimal(1)


def _option_problems(raw: RawQuestion) -> list[Problem]:
    """Letters that are not A, B, C in turn: an answer could mean another option."""
    for place, option in enumerate(raw.options):
        wanted = chr(ord("a") + place) if place < 26 else ""
        if option.letter != wanted:
            seen = option.letter.upper()
            what = Text(
                f"选项 {seen} 出现在应是 {wanted.upper() or '末尾'} 的地方，答案会对不上",
                f"option {seen} stands where {wanted.upper() or 'the end'} should be: the answer may mean another",
            )
            how = Text(
                "请核对有没有漏掉或重复的选项，依次编号 A、B、C",
                "Check for missing or doubled options; label them A, B, C in turn",
            )
            return [Problem(option.place, what, how)]
    return []


def _stimulus(section: Section, texts: Sequence[Line]) -> list[Draft]:
    """What stands between a heading and its first question, if it is to be read with them."""
    whole = "\n".join(line.text.strip() for line in texts)
    if not section.number or len(whole) <= 40 or not _STIMULUS_WORDS.search(whole):
        return []
    meta = {"category": section.category} if section.category else {}
    stem = markdown_of_plain(whole)
    return [Draft(texts[0].place, "description", {"stem": stem}, name_of(stem), Decimal(0), meta=meta)]


def _long_introduction(section: Section, texts: Sequence[Line]) -> list[Problem]:
    if _stimulus(section, texts) or sum(len(line.text) for line in texts) <= _LONGEST_INTRODUCTION:
        return []
    return _unread_lines(texts)


def _unread_lines(texts: Sequence[Line]) -> list[Problem]:
    if not texts:
        return []
    first, last = texts[0], texts[-1]
    shown = first.text.strip()[:30]
    span = Text("", "") if first is last else Text(f"到{last.place.in_('zh')}", f" to {last.place.in_('en')}")
    what = Text(f"（{shown}…）", f" ({shown}…)") + Text("没有读成题目", " was not read as a question")
    return [Problem(first.place, span + what, NO_QUESTION[1])]
