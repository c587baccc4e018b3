"""The pages of learners, and of those who assign courses."""

from lms.web.pages import blueprint

bp = blueprint("learning")
