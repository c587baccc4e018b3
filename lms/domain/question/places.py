"""The places that a candidate gives to the entries of an order, perhaps not yet to all of them."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lms.domain.problem import Message, Text
from lms.domain.question import messages
from lms.domain.question.paper import PrintedRow
from lms.domain.question.protocol import Data
from lms.domain.question.response import ids_of_letters, require_id, unreadable, unreadable_on_paper

NOT_A_TABLE: Message = Text("应是一张键值表", "must be a table of keys"), messages.RELOAD
NO_SUCH_PLACE: Message = Text("没有这个位次", "There is no such place"), messages.RELOAD
SAME_LETTER = Text("同一项写了两次", "one entry is written twice")
NOT_PLACES = Text(
    "没有排完的，应写成 1-B 3-A：位次在前，字母在后",
    "write an unfinished order as 1-B 3-A: the place, then the letter",
)


def read_places(value: Any, ids: Collection[str]) -> dict[str, int]:
    """Return the place of each entry that has one; raise Unreadable for other entries and other places.

    They are in the order of their ids, as the order of an author reveals the key.
    """
    if not isinstance(value, Mapping):
        raise unreadable("places", *NOT_A_TABLE)
    for id_, place in value.items():
        require_id(id_, ids, "places")
        if not isinstance(place, int) or isinstance(place, bool) or not 1 <= place <= len(ids):
            raise unreadable(f"places.{id_}", *NO_SUCH_PLACE)
    return {id_: value[id_] for id_ in sorted(value)}


def response_of_places(places: Mapping[str, int], entries: int) -> dict[str, Any]:
    """Return the response: an order if each of so many entries has a place of its own, otherwise the places."""
    if len(set(places.values())) == entries:
        return {"order": sorted(places, key=lambda id_: places[id_])}
    return {"places": dict(places)} if places else {}


def places_of(response: Data) -> dict[str, int]:
    """Return the place of each entry that has one, first to last."""
    if "order" in response:
        return {id_: place for place, id_ in enumerate(response["order"], 1)}
    places = response.get("places", {})
    return {id_: places[id_] for id_ in sorted(places, key=lambda id_: places[id_])}


def certain_places(response: Data) -> dict[str, int]:
    """Return `places_of` without entries that share a place, which says of neither where it is."""
    places = places_of(response)
    taken = list(places.values())
    return {id_: place for id_, place in places.items() if taken.count(place) == 1}


def places_on_paper(choices: Sequence[PrintedRow], typed: str) -> dict[str, int]:
    """Return the places in `C A B` (from the first on) or `1-C 3-B`; raise Unreadable for anything else."""
    if not re.search(r"\d", typed):
        ids = ids_of_letters(choices, typed)
        if len(set(ids)) < len(ids):
            raise unreadable_on_paper(typed, SAME_LETTER)
        return {id_: place for place, id_ in enumerate(ids, 1)}
    places: dict[str, int] = {}
    for place, letters in re.findall(r"(\d+)\s*[-—–:：.、]?\s*([A-Za-z]+)", typed):
        for id_ in ids_of_letters(choices, letters):
            if id_ in places:
                raise unreadable_on_paper(typed, SAME_LETTER)
            places[id_] = int(place)
    written = re.sub(r"[\s\d—–:：.、,，;；-]", "", typed)
    if len(written) != len(places) or not all(1 <= place <= len(choices) for place in places.values()):
        raise unreadable_on_paper(typed, NOT_PLACES)
    return places
