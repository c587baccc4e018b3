"""The forms of the audit trail."""

from lms.domain.login import LONGEST_LOGIN
from lms.domain.problem import Text
from lms.people import messages
from lms.people.trail_words import ACTIONS, GROUPS, OBJECTS
from lms.web.forms import (
    Choice,
    Day,
    Form,
    Line,
    NotBefore,
    Whole,
    field_error,
)

_NO_AUTOCOMPLETE = {"autocomplete": "off"}


def _actions() -> list[tuple[str, Text]]:
    """Return the actions to choose from: each group, followed by what belongs to it."""
    options = []
    for prefix, group in GROUPS.items():
        options.append((prefix, Text(f"{group.zh}（全部）", f"{group.en} (all)")))
        options += [
            (name, Text(f"{group.zh}：{words.zh}", f"{group.en}: {words.en}"))
            for name, words in ACTIONS.items()
            if name.startswith(prefix)
        ]
    return options


class AuditFilter(Form):
    """Filter the events of the audit trail."""

    login = Line(Text("操作人工号", "Employee number"), most=LONGEST_LOGIN, render_kw=_NO_AUTOCOMPLETE)
    action = Choice(Text("操作", "Action"), options=_actions(), first=Text("全部", "All"))
    object = Choice(Text("对象", "Object"), options=OBJECTS.items(), first=Text("全部", "All"))
    number = Line(Text("对象编号", "Number of the object"), most=150, render_kw=_NO_AUTOCOMPLETE)
    since = Day(Text("自", "From"))
    until = Day(Text("至", "Until"), [NotBefore("since")])

    @property
    def chosen_object(self) -> str:
        """The object as events name it, "item:17", or the kind of object; "" for every object."""
        which = self.number.data if self.object.data else ""
        return f"{self.object.data}:{which}" if which else self.object.data

    def validate_number(self, number: Line) -> None:
        """Raise ValidationError if there is a number of nothing."""
        if number.data and not self.object.data:
            raise field_error(*messages.NUMBER_OF_WHAT)


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
