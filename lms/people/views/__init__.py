"""The pages of the people room, one file for each of their subjects."""

from lms.web.pages import blueprint

bp = blueprint("people")
ID = "int(max=2147483647)"
"""A number in an address that a database can hold; others find no page."""
