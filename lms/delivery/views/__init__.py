"""The pages of the room; each file declares its own routes on this blueprint."""

from lms.web.pages import room

bp = room("delivery")

EXAM = "/exams/<int(max=2147483647):exam_id>"
SITTING = "/sittings/<int(max=9007199254740991):sitting_id>"
