"""Finds items by words: pairs of Chinese characters, whole words in other scripts, on either engine."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, column, text
from sqlalchemy.orm import Session

from lms.bank.listing_models import Listing
from lms.domain.text.grams import grams, phrase_grams, tag_gram


def search_text(postgres: bool, words: str, tags: Sequence[str], source: str) -> dict[str, Any]:
    """Return what the index holds of an item, by column."""
    write = _tsvector if postgres else " ".join
    return {"words": write([*grams(words), *map(tag_gram, tags)]), "source": write(grams(source))}


def text_conditions(session: Session, where: str, words: str, tagged: str = "") -> list[ColumnElement[bool]]:
    """Return conditions on Listing: `where` ("words" or "source") contains each of the words, and the item has the tag.

    Words are separated by blanks; what is neither a letter nor a digit is ignored.
    """
    terms = [(pieces, True) for word in words.split() if (pieces := phrase_grams(word))]
    terms += [([tag_gram(tagged)], False)] if tagged else []
    if not terms:
        return []
    if session.get_bind().dialect.name == "postgresql":
        query = " & ".join(_postgres(*term) for term in terms)
        statement = f"SELECT item_id FROM item_words WHERE {where} @@ CAST(:asked_{where} AS tsquery)"  # noqa: S608
    else:
        query = f"{where} : (" + " AND ".join(_sqlite(*term) for term in terms) + ")"
        statement = f"SELECT rowid AS item_id FROM item_fts WHERE item_fts MATCH :asked_{where}"  # noqa: S608  (no part is typed by a user)
    ids = text(statement).bindparams(**{f"asked_{where}": query}).columns(column("item_id", BigInteger))
    return [Listing.item_id.in_(ids)]


def _tsvector(pieces: Sequence[str]) -> str:
    return " ".join(f"'{piece}':{position}" for position, piece in enumerate(pieces, 1))


def _postgres(pieces: Sequence[str], prefix: bool) -> str:
    """Return the query for a phrase; with `prefix` its last piece may be the beginning of a longer one."""
    quoted = " <-> ".join(f"'{piece}'" for piece in pieces)
    return f"({quoted}{':*' if prefix else ''})"


def _sqlite(pieces: Sequence[str], prefix: bool) -> str:
    return f'"{" ".join(pieces)}"' + (" *" if prefix else "")
