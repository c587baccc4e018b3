"""The pages of the bank, one module for each subject."""

from lms.web.pages import blueprint

bp = blueprint("bank")
