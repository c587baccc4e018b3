"""The pages of the people package, one file for each subject."""

from lms.web.pages import blueprint

bp = blueprint("people")
ID = "int(max=2147483647)"
"""A number in an address that a database can hold; larger ones find no page."""
