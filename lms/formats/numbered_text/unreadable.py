"""Stops the reading of one question; its line is found by the field that is wrong."""

from lms.domain.place import Place
from lms.domain.problem import Message, Problem


class Unreadable(Exception):
    """Never leaves this package. `field` is "" where the question itself is wrong."""

    def __init__(self, field: str, message: Message) -> None:
        self.what, self.how = message
        super().__init__(self.what.en)
        self.field = field

    def at(self, place: Place) -> Problem:
        """Return the problem at its line."""
        return Problem(place, self.what, self.how)
