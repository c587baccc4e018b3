"""Says in the words of a tag how near a due date is, and which courses come first."""

from datetime import date

from lms.domain.problem import Text

TODAY = Text("今天到期", "Due today")


def due_tag(due: date | None, today: date) -> tuple[Text, str] | None:
    """Return the words and the kind of the tag for a course that is not completed; None before its last day."""
    if due is None or due > today:
        return None
    if due == today:
        return TODAY, "alert"
    days = (today - due).days
    return Text(f"超期 {days} 天", f"{days} {'day' if days == 1 else 'days'} overdue"), "late"


def urgency(due: date | None, today: date) -> date:
    """Return the key that puts courses in order: overdue ones and those due today by their date, others after them."""
    return due if due is not None and due <= today else date.max
