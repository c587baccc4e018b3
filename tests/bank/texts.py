"""Questions as their authors type them, and functions that put them into a bank."""

from datetime import datetime

from sqlalchemy.orm import Session

from lms.bank import review, write
from lms.bank.load_bank import Loaded, load
from lms.bank.models import Item
from lms.content.items import ItemContent, read_items
from lms.content.read_item import read_item
from lms.content.toml_file import TomlFile
from lms.domain.access import Actor
from tests import exam_data
from tests.cast import Cast

HEAD = """level = 2
points = "2"
source = "《条例》第十五条"
checked = 2026-11-23
"""


def text(name: str = "doc-1", stem: str = "哪一种公文请求批准？", right: str = "请示") -> str:
    """A single choice in two languages."""
    return f"""[[item]]
name = "{name}"
kind = "single_choice"
area = "kinds"
{HEAD}stem = "{stem}"
options = [
  {{text = "{right}", right = true}},
  {{text = "报告"}},
]
rationale = "理由"
[item.en]
stem = "Which document asks for approval ({name})?"
options = ["A request", "A report"]
rationale = "Because."
"""


def content(name: str = "doc-1", stem: str = "哪一种公文请求批准？", right: str = "请示") -> ItemContent:
    """The same, read."""
    read = read_item(text(name, stem, right), "writing")
    assert isinstance(read, ItemContent), read
    return read


def draft(session: Session, author: Actor, now: datetime, name: str = "doc-1", **more: str) -> Item:
    """A draft by `author`."""
    exam_data.competency(session)
    return write.create(session, author, content(name, **more), now)


def approved(session: Session, cast: Cast, now: datetime, name: str = "doc-1", **more: str) -> Item:
    """Written by 陈 and approved by 赵."""
    item = draft(session, cast.chen, now, name, **more)
    review.submit_for_review(session, cast.chen, item.id, 1, now)
    return review.approve(session, cast.zhao, item.id, 1, "", now)


def from_file(
    session: Session, now: datetime, *texts: str, purpose: str = "exam", reviewer: str = "审题组"
) -> Loaded:
    """What `lms content load` does with a file that holds these questions, each with this reviewer, or none."""
    exam_data.competency(session)
    named = f'[[item]]\nreviewer = "{reviewer}"\n' if reviewer else "[[item]]\n"
    source = '[defaults]\nauthor = "题库组"\n' + "\n".join(texts).replace("[[item]]\n", named)
    problems: list = []
    items = read_items(TomlFile(None, "x.toml", source), "writing", problems)  # type: ignore[arg-type]
    assert problems == [], [problem.line("en") for problem in problems]
    slug = "writing" if purpose == "exam" else "checks:writing"
    return load(session, slug, purpose, items, None, now)
