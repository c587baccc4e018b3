"""The forms of the audit trail."""

from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people import messages
from lms.web.forms import (
    Day,
    Form,
    Line,
    NotBefore,
    Whole,
    field_error,
)

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class AuditFilter(Form):
    """Filter the events of the audit trail."""

    login = Line(Text("操作人工号", "Employee number"), most=LONGEST_LOGIN, render_kw=_NO_AUTOCOMPLETE)
    action = Line(Text("操作", "Action"), most=80, render_kw={**_NO_AUTOCOMPLETE, "placeholder": "people."})
    object = Line(
        Text("对象", "Object"), most=200, render_kw={**_NO_AUTOCOMPLETE, "placeholder": "person:17"}
    )
    since = Day(Text("自", "From"))
    until = Day(Text("至", "Until"), [NotBefore("since")])


class CheckpointForm(Form):
    """A filed checkpoint to compare the trail with; both fields or neither."""

    seq = Whole(Text("序号", "Number"), render_kw={"class": "short", "autocomplete": "off"})
    hash = Line(
        Text("指纹（64 位）", "Fingerprint, 64 characters"),
        most=64,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def validate_seq(self, seq: Whole) -> None:
        """Raise ValidationError if only the fingerprint was filled in."""
        if seq.data is None and self.hash.data:
            raise field_error(*messages.ONLY_FINGERPRINT)

    def validate_hash(self, hash: Line) -> None:
        """Raise ValidationError if only the number was filled in, or the fingerprint is incomplete."""
        if self.seq.data is not None and not hash.data:
            raise field_error(*messages.ONLY_NUMBER)
        if hash.data and len(hash.data) != 64:
            raise field_error(*messages.fingerprint_length(len(hash.data)))
