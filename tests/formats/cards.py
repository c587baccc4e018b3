"""Flash cards, an item format of our own in one file: what a stranger has to write, and the whole of it."""

from collections.abc import Sequence

from lms.domain.place import Place, named
from lms.domain.problem import Problem, Text
from lms.domain.question.protocol import Question
from lms.formats.annotations.comments import with_comments
from lms.formats.containers.decode import Decoded, decode_text
from lms.formats.excerpts import NO_EXCERPTS, Excerpts, Lines
from lms.formats.item import Draft, Reading, check_drafts
from lms.formats.remarks import Annotated, Remarks

FORMAT = "cards"
NAME = Text("卡片（问、+ 对、- 错）", "Cards: a question, + right, - wrong")
SUFFIXES = (".cards",)
CALLED = (9, Text("卡片", "cards"))
POINTS_ARE_OPTIONAL = True
IS_TYPED = True


def recognises(data: bytes, filename: str) -> bool:
    """Its first line says so."""
    return data.startswith(b"%cards")


def read(data: bytes, filename: str) -> Reading:
    """See ItemFormat."""
    found = decode_text(data, filename)
    if isinstance(found, Problem):
        return Reading(problems=[found])
    drafts = [_draft(*card) for card in _cards(found)]
    if not drafts:
        how = Text("一张卡片以“问 ”开头", "Begin a card with 问")
        return Reading(problems=[Problem(named(filename), Text("没有卡片", "holds no card"), how)])
    return check_drafts(drafts, found.notes)


def _cards(found: Decoded) -> list[tuple[Place, list[str]]]:
    cards: list[tuple[Place, list[str]]] = []
    for line, place in found.numbered:
        if line.startswith("问 "):
            cards.append((place, []))
        if cards and not line.startswith("%"):
            cards[-1][1].append(line)
    return cards


def _draft(place: Place, lines: list[str]) -> Draft:
    options = [{"text": line[2:], "right": line[0] == "+"} for line in lines if line[:2] in ("+ ", "- ")]
    return Draft(place, "single_choice", {"stem": lines[0][2:], "options": options}, lines[0][2:])


def write(drafts: Sequence[Draft]) -> bytes:
    """See ItemFormat."""
    good = [question for draft in drafts if isinstance(question := draft.question(), Question)]
    return "\n".join(["%cards", *(_card(one) for one in good if one.kind == "single_choice")]).encode()


def _card(question: Question) -> str:
    options = (f"{'+' if option.fraction == 1 else '-'} {option.text}" for option in question.body.options)
    return "\n".join([f"问 {question.body.stem}", *options, ""])


def losses(drafts: Sequence[Draft]) -> list[Problem]:
    """See ItemFormat."""
    what = Text("卡片只有单选题，这道题没有写出", "cards are single choice; the question was left out")
    how = Text("请用 Excel 导出", "Export Excel")
    return [Problem(draft.by_place, what, how) for draft in drafts if draft.kind != "single_choice"]


def excerpts(data: bytes, filename: str) -> Excerpts:
    """See Excerpting."""
    found = decode_text(data, filename)
    if isinstance(found, Problem):
        return NO_EXCERPTS
    starts = [place.line - 1 for place, _ in _cards(found)]
    return Lines(found.numbered, starts)


def annotated(data: bytes, filename: str, remarks: Remarks) -> Annotated:
    """See Annotating. A line that begins with % is a comment."""
    return with_comments(data, SUFFIXES[0], "% ", excerpts(data, filename), remarks)
