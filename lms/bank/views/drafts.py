"""What the two editors share, that of fields and that of text: keeping a version, and meeting a newer one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, write
from lms.bank.version_text import text_of
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.web import request_db
from lms.web.guard import actor
from lms.web.i18n import t


@dataclass(frozen=True, slots=True)
class Newer:
    """The version that somebody else saved meanwhile, and what saving one's own now would change in it."""

    item: Any
    text: str
    changes: Sequence[history.Line]


def save(item_id: int, number: int, content: ItemContent) -> AnyResponse:
    """The next version of an item that was begun with version `number`. Raises Refused."""
    item = write.save(request_db.session(), actor(), item_id, number, content, request_db.now())
    flash(t(f"已存为第 {item.number} 版草稿", f"Saved as version {item.number}, a draft"))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def created(item_id: int) -> AnyResponse:
    """The page of an item that was just begun."""
    flash(t("已存为草稿。写好后请送审", "Saved as a draft. Hand it in for review when it is ready"))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def newer(item_id: int, content: ItemContent) -> Newer:
    """What is there instead of the version that was begun with."""
    request_db.close()
    item, newest = find.one(request_db.reading(), actor(), item_id)
    text = text_of(item, newest)
    return Newer(item, text, history.changes(text, item_toml(content)))
