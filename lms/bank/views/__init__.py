"""The pages of the bank, one file for each of their subjects."""

from lms.web.pages import blueprint

bp = blueprint("bank")
