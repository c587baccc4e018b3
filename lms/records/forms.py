"""The filters of HR's list of completion records."""

from lms.domain.problem import Text
from lms.records.find import Filter
from lms.web.forms import Choice, Day, Form, NotBefore

ALL = Text("全部", "All")


class RecordsFilter(Form):
    """Which records to show. The page sets the options of unit and course."""

    unit = Choice(Text("单位（含下级）", "Unit (and below)"), first=ALL)
    course = Choice(Text("课程", "Course"), first=ALL)
    since = Day(Text("结业日期从", "Completed from"), name="from")
    until = Day(Text("到", "Until"), [NotBefore("since")])

    def chosen(self) -> Filter:
        """Return the filter that was chosen."""
        return Filter(self.unit.data, self.since.data, self.until.data, self.course.data)
