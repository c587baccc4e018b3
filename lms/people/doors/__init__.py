"""The pages of the people room, one file for each of their subjects."""

from lms.web.pages import room

bp = room("people")
