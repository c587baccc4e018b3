"""What the form editor and the text editor share: saving a version, and showing a newer one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import find, history, write
from lms.bank.version_text import text_of
from lms.bank.views import notices
from lms.content.items import ItemContent
from lms.content.write_item import item_toml
from lms.web import request_db
from lms.web.guard import actor
from lms.web.i18n import t


@dataclass(frozen=True, slots=True)
class Newer:
    """The version that somebody else has saved since, and what saving one's own text would change in it."""

    item: Any
    text: str
    changes: Sequence[history.Line]


def save(item_id: int, number: int, content: ItemContent) -> AnyResponse:
    """Save the next version of an item that was edited from version `number`. Raise Refused if that fails."""
    item = write.save(request_db.session(), actor(), item_id, number, content, request_db.now())
    flash(t(notices.version_saved(item.number)))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def created(item_id: int) -> AnyResponse:
    """Redirect to the page of an item that was just created."""
    flash(t(notices.DRAFT_CREATED))
    return redirect(url_for("bank.item", item_id=item_id), 303)


def newer(item_id: int, content: ItemContent) -> Newer:
    """Return the version that has replaced the one that was edited."""
    request_db.close()
    item, newest = find.item_and_newest(request_db.reading(), actor(), item_id)
    text = text_of(item, newest)
    return Newer(item, text, history.changes(text, item_toml(content)))
