"""Flash cards, a complete item format in one file: all that an author of a format has to write."""

from collections.abc import Sequence

from lms.domain.place import Place, named
from lms.domain.problem import Message, Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.annotations.comments import with_comments
from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.item import Draft, Reading, check_drafts, collect_losses
from lms.formats.remarks import Annotated, Remarks
from lms.questions import get_kind, same_question

FORMAT = "cards"
NAME = Text("卡片（问、+ 对、- 错）", "Cards: a question, + right, - wrong")
SUFFIXES = (".cards",)
CALLED = (9, Text("卡片", "cards"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True
USE_EXCEL = Text("请用 Excel 导出", "export Excel")
SIMPLIFIED = Text("卡片只带走题干、选项和对错", "cards carry only stem, options and what is right"), USE_EXCEL


def left_out(kind: Text) -> Message:
    """A question of this kind is not written."""
    return Text(
        f"卡片没有{kind.zh}，这道题没有写出", f"cards have no {kind.en}; the question was left out"
    ), USE_EXCEL


def recognises(data: bytes, filename: str) -> bool:
    """Recognise the first line."""
    return data.startswith(b"%cards")


def read(data: bytes, filename: str) -> Reading:
    """Implement ItemFormat."""
    decoded = decode_text(data, filename)
    if isinstance(decoded, Problem):
        return Reading(problems=[decoded])
    drafts = [_draft(*card) for card in _cards(decoded)]
    if not drafts:
        how = Text("一张卡片以“问 ”开头", "begin a card with 问")
        return Reading(problems=[Problem(named(filename), Text("没有卡片", "contains no cards"), how)])
    return check_drafts(drafts, decoded.notes)


def _cards(decoded: Decoded) -> list[tuple[Place, list[str]]]:
    cards: list[tuple[Place, list[str]]] = []
    for line, place in decoded.numbered:
        if line.startswith("问 "):
            cards.append((place, []))
        if cards and not line.startswith("%"):
            cards[-1][1].append(line)
    return cards


def _draft(place: Place, lines: list[str]) -> Draft:
    options = [{"text": line[2:], "right": line[0] == "+"} for line in lines if line[:2] in ("+ ", "- ")]
    return Draft(place, "single_choice", {"stem": lines[0][2:], "options": options}, lines[0][2:])


def write(drafts: Sequence[Draft]) -> bytes:
    """Implement ItemFormat."""
    questions = [question for draft in drafts if isinstance(question := draft.question(), Question)]
    cards = [_card(question) for question in questions if question.kind == "single_choice"]
    return "\n".join(["%cards", *cards]).encode()


def _card(question: Question) -> str:
    options = (f"{'+' if option.fraction == 1 else '-'} {option.text}" for option in question.body.options)
    return "\n".join([f"问 {question.body.stem}", *options, ""])


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """Implement ItemFormat."""
    return collect_losses(drafts, _losses)


def _losses(draft: Draft, question: Question) -> list[Problem]:
    """Return that the question is left out, or is not the same when it is read again."""
    if question.kind != "single_choice":
        return [Problem(draft.by_place, *left_out(get_kind(question.kind).NAME))]
    reread = [read_draft.question() for read_draft in read(write([draft]), "").drafts]
    beside = draft.points != 1 or draft.tags or draft.meta or draft.more or draft.feedback
    unchanged = [each for each in reread if isinstance(each, Question) and same_question(each, question)]
    return [] if unchanged and not beside else [Problem(draft.by_place, *SIMPLIFIED)]


def excerpts(data: bytes, filename: str) -> Excerpts:
    """Implement Excerpting."""
    decoded = decode_text(data, filename)
    if isinstance(decoded, Problem):
        return NO_EXCERPTS
    starts = [place.line - 1 for place, _ in _cards(decoded)]
    return Lines(decoded.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """Implement Annotating. A line that begins with % is a comment."""
    return with_comments(data, SUFFIXES[0], "% ", excerpts(data, filename), remarks)
