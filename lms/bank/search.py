"""Finds items by words: pairs of Chinese characters, whole words of other writing, on either engine."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, column, text
from sqlalchemy.orm import Session

from lms.bank.listing_models import Listing
from lms.domain.text.grams import grams, phrase_grams, tag_gram


def row(postgres: bool, words: str, tags: Sequence[str], source: str) -> dict[str, Any]:
    """What the index keeps of an item."""
    write = _vector if postgres else " ".join
    return {"words": write([*grams(words), *map(tag_gram, tags)]), "source": write(grams(source))}


def holds(session: Session, where: str, words: str, tagged: str = "") -> list[ColumnElement[bool]]:
    """Conditions on Listing: `where` ("words" or "source") holds each of the words, and the item bears the tag.

    Words are the parts between blanks; what is neither letter nor digit asks for nothing.
    """
    asked = [(pieces, True) for word in words.split() if (pieces := phrase_grams(word))]
    asked += [([tag_gram(tagged)], False)] if tagged else []
    if not asked:
        return []
    if session.get_bind().dialect.name == "postgresql":
        query = " & ".join(_postgres(*one) for one in asked)
        found = f"SELECT item_id FROM item_words WHERE {where} @@ CAST(:asked_{where} AS tsquery)"  # noqa: S608
    else:
        query = f"{where} : (" + " AND ".join(_sqlite(*one) for one in asked) + ")"
        found = f"SELECT rowid AS item_id FROM item_fts WHERE item_fts MATCH :asked_{where}"  # noqa: S608  (our own words)
    ids = text(found).bindparams(**{f"asked_{where}": query}).columns(column("item_id", BigInteger))
    return [Listing.item_id.in_(ids)]


def _vector(said: Sequence[str]) -> str:
    return " ".join(f"'{piece}':{place}" for place, piece in enumerate(said, 1))


def _postgres(found: Sequence[str], open_: bool) -> str:
    """The beginning of the last piece is enough."""
    quoted = " <-> ".join(f"'{piece}'" for piece in found)
    return f"({quoted}{':*' if open_ else ''})"


def _sqlite(found: Sequence[str], open_: bool) -> str:
    return f'"{" ".join(found)}"' + (" *" if open_ else "")
