"""What the buttons below a list send to take it out as a file."""

from lms.domain.problem import Text
from lms.records.filters import LONGEST
from lms.web.forms import Form, Hidden


class ExportForm(Form):
    """The format, and the filters of the list."""

    to = Hidden(Text("格式", "Format"))
    unit = Hidden(Text("单位", "Unit"), most=LONGEST)
    since = Hidden(Text("起始日期", "First day"), name="from")
    until = Hidden(Text("截止日期", "Last day"))
    course = Hidden(Text("课程", "Course"), most=LONGEST)
    exam = Hidden(Text("考试", "Exam"), most=LONGEST)

    def filters(self) -> dict[str, str]:
        """The filters by the names that addresses give them."""
        return {field.name: field.data for field in self if field is not self.to}
