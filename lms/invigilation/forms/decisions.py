"""The forms of invigilators: what a board shows, decisions about sittings, and their reasons."""

from lms.candidates.reasons import LONGEST_REASON
from lms.domain.problem import Text
from lms.invigilation import messages
from lms.invigilation.decide import APPLICABLE_STATES
from lms.invigilation.forms.reasons import OFF, reason
from lms.invigilation.intervene import MOST_AT_ONCE, MOST_MINUTES
from lms.invigilation.live_board import STATES
from lms.web.forms import Choice, Choices, Form, Ids, Line, Required, Whole, field_error

_ALL = Text("全部", "All")
_CANDIDATES = Text("考生", "Candidates")
_DECISIONS = [(do, do) for do in APPLICABLE_STATES]


class _HiddenChoice(Choice):
    """A choice that was made on an earlier page."""

    control = "hidden"


class BoardFilter(Form):
    """Which lines of a board to show; the groups to choose from are those of the board."""

    group = Choice(Text("场次", "Group"), first=_ALL)
    state = Choice(Text("状态", "State"), options=[(name, name) for name in STATES], first=_ALL)

    def chosen(self) -> dict[str, str]:
        """Return the filters that were chosen."""
        chosen = {"group": self.group.data, "state": self.state.data}
        return {name: value for name, value in chosen.items() if value}


class DecisionChoice(Form):
    """Which button of the board was pressed, and for whom: those ticked, or everyone in the list."""

    do = Choice(Text("操作", "Action"), options=_DECISIONS)
    who = Choice(
        Text("对谁", "For whom"),
        options=[
            ("chosen", Text("勾选的考生", "Ticked candidates")),
            ("shown", Text("列表中全部考生", "Everyone in the list")),
        ],
        first=Text("", ""),
    )
    s = Ids(_CANDIDATES, most=MOST_AT_ONCE)


class DecisionForm(Form):
    """A decision about sittings, with a reason: a prepared one, or one's own words."""

    OWN = "own"
    """The choice of a reason in one's own words."""
    do = _HiddenChoice(Text("操作", "Action"), [Required()], options=_DECISIONS)
    s = Ids(_CANDIDATES, [Required()], most=MOST_AT_ONCE)
    minutes = Whole(
        Text("延长分钟数", "Extra minutes"),
        [Required()],
        least=1,
        most=MOST_MINUTES,
        default=10,
        hint=Text("1 到 240", "1 to 240"),
        render_kw=OFF,
    )
    reason = Choice(
        Text("理由", "Reason"),
        hint=Text("考生和审计员都会看到", "The candidate and the auditor will see it"),
        radios=True,
    )
    own = Line(Text("用自己的话说明", "In your own words"), most=LONGEST_REASON, optional=True, render_kw=OFF)

    def validate_reason(self, reason: Choice) -> None:
        """Require a prepared reason or one's own words."""
        if not reason.data and not self.own.data:
            raise field_error(*messages.NO_REASON_CHOSEN)

    def validate_own(self, own: Line) -> None:
        """Require one's own words if that is the choice."""
        if self.reason.data == self.OWN and not own.data:
            raise field_error(*messages.NO_OWN_REASON)

    def chosen_reason(self) -> str:
        """Return one's own words, or the prepared reason that was chosen."""
        return self.own.data or self.reason.data


class LateAnswersForm(Form):
    """Which late answers to accept."""

    position = Choices(Text("采纳哪些", "Answers to accept"), [Required()])
    own = reason(
        Text("如：第三考场 10:20 至 10:31 断网", "For example: no network in exam hall 3 from 10:20 to 10:31")
    )


class TranscriptForm(Form):
    """The reason for entering answers. The answers are in fields named by the kinds of question."""

    own = reason(
        Text(
            "如：第二考场 10:20 停电，改用纸笔",
            "For example: power failure in exam hall 2 at 10:20, continued on paper",
        )
    )
