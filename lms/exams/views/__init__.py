"""The pages of exams, one file for each of their subjects."""

from lms.web.pages import blueprint

bp = blueprint("exams")
DRAFT = "/manage/drafts/<int(max=2147483647):draft_id>"
"""Where the pages of a draft lie."""
SECTION = f"{DRAFT}/sections/<int(max=100):number>"
