"""The pages of sitting an exam; each file declares its own routes on this blueprint."""

from lms.web.pages import blueprint

bp = blueprint("sittings")

EXAM = "/exams/<int(max=2147483647):exam_id>"
SITTING = "/sittings/<int(max=9007199254740991):sitting_id>"
