"""What pages say of an assignment: its state, how far somebody is, and what a change did."""

from datetime import date

from lms.domain.problem import Text
from lms.learning import messages
from lms.learning.assign import Change
from lms.learning.due import due_tag
from lms.learning.follow import PersonRow
from lms.learning.overview import AssignmentRow

Tag = tuple[Text, str]
"""Its words and its kind."""


def state_tag(row: AssignmentRow, today: date) -> Tag:
    """Return the state of an assignment as a whole."""
    if row.withdrawn_at:
        return Text("已撤回", "Withdrawn"), "stop"
    if not row.people:
        return Text("没有学员", "No trainees"), "wait"
    if row.completed == row.people:
        return Text("全部完成", "All completed"), "good"
    late = due_tag(row.due, today)
    if row.overdue:
        return late if late and late[1] == "late" else (Text("有人超期", "Overdue"), "late")
    return late if late and late[1] != "late" else (Text("进行中", "In progress"), "")


def person_tag(row: PersonRow, today: date) -> Tag:
    """Return how far a person is, and whether they are late."""
    if row.completed_at:
        return Text("已完成", "Completed"), "good"
    begun = Text("学习中", "In progress") if row.started_at else Text("未开始", "Not begun")
    return due_tag(row.due, today) or (begun, "" if row.started_at else "wait")


def change_words(change: Change) -> Text:
    """Return what an assignment, or another due date, changed."""
    if change.changed or change.moved:
        words = messages.due_changed(change.due, change.added, change.moved)
    elif change.known and not change.added:
        words = messages.unchanged(change.due, change.same)
    elif change.added + change.unmoved + change.same + change.completed:
        words = messages.assigned(change.added)
    else:
        words = messages.NOBODY_YET
    if change.unmoved:
        words += messages.others_date_counts(change.unmoved)
    return words + messages.completed_before(change.completed) if change.completed else words
