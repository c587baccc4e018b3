"""The pages of those who run exams."""

from lms.web.pages import blueprint

bp = blueprint("invigilation")
