"""The pages of those who run exams; each file declares its own routes on this blueprint."""

from lms.web.pages import blueprint

bp = blueprint("invigilation")
