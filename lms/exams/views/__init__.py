"""The pages of exams and their drafts."""

from lms.web.pages import blueprint

bp = blueprint("exams")
DRAFT = "/manage/drafts/<int(max=2147483647):draft_id>"
"""The address of a draft."""
SECTION = f"{DRAFT}/sections/<int(max=100):number>"
