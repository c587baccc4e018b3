"""The forms of those who watch over an exam: what a board shows, what is decided about whom, and why."""

from lms.candidates.reasons import LONGEST_REASON
from lms.domain.problem import Text
from lms.invigilation.decide import APPLICABLE_STATES
from lms.invigilation.forms.reasons import OFF, reason
from lms.invigilation.intervene import MOST_AT_ONCE, MOST_MINUTES
from lms.invigilation.live_board import STATES
from lms.web.forms import Choice, Choices, Form, Ids, Line, Required, Whole, wrong

_ALL = Text("全部", "All")
_CANDIDATES = Text("考生", "Candidates")
_DECISIONS = [(do, do) for do in APPLICABLE_STATES]


class _HiddenChoice(Choice):
    """What an earlier page asked for, sent along."""

    control = "hidden"


class BoardFilter(Form):
    """Which lines of a board to show. The groups are those that the board has."""

    group = Choice(Text("场次", "Group"), first=_ALL)
    state = Choice(Text("状态", "State"), options=[(name, name) for name in STATES], first=_ALL)

    def asked(self) -> dict[str, str]:
        """What is filtered by."""
        chosen = {"group": self.group.data, "state": self.state.data}
        return {name: value for name, value in chosen.items() if value}


class DecisionChoice(Form):
    """Which button of the board was pressed, and about whom: those ticked, or everybody in the list."""

    do = Choice(Text("操作", "Decision"), options=_DECISIONS)
    who = Choice(
        Text("对谁", "Whom"),
        options=[
            ("chosen", Text("勾选的考生", "Those ticked")),
            ("shown", Text("列表中全部考生", "Everybody in the list")),
        ],
        first=Text("", ""),
    )
    s = Ids(_CANDIDATES, most=MOST_AT_ONCE)


class DecisionForm(Form):
    """A decision about sittings, with its reason: a ready one, or one's own words."""

    OWN = "own"
    """The choice of a reason in one's own words."""
    do = _HiddenChoice(Text("操作", "Decision"), [Required()], options=_DECISIONS)
    s = Ids(_CANDIDATES, [Required()], most=MOST_AT_ONCE)
    minutes = Whole(
        Text("延长分钟数", "Minutes more"),
        [Required()],
        least=1,
        most=MOST_MINUTES,
        default=10,
        hint=Text("1 到 240", "1 to 240"),
        render_kw={"inputmode": "numeric", **OFF},
    )
    reason = Choice(
        Text("理由", "Reason"),
        hint=Text("考生和审计员都会看到", "The candidate and the auditor will read it"),
        radios=True,
    )
    own = Line(Text("用自己的话说明", "In your own words"), most=LONGEST_REASON, optional=True, render_kw=OFF)

    def validate_reason(self, reason: Choice) -> None:
        """One of the two says why."""
        if not reason.data and not self.own.data:
            raise wrong(Text("没有写理由", "No reason is given"), Text("请选择一项", "choose one"))

    def validate_own(self, own: Line) -> None:
        """Whoever chooses one's own words writes them."""
        if self.reason.data == self.OWN and not own.data:
            raise wrong(
                Text("没有写理由", "No reason is given"),
                Text("请写明，或在上面选择一项", "write it, or choose one above"),
            )

    def why(self) -> str:
        """One's own words; without any, the ready reason that was chosen."""
        return self.own.data or self.reason.data


class LateAnswersForm(Form):
    """Which late answers count after all."""

    position = Choices(Text("采纳哪些", "Which to accept"), [Required()])
    own = reason(
        Text("如：第三考场 10:20 至 10:31 断网", "For example: no network in room 3 from 10:20 to 10:31")
    )


class TranscriptForm(Form):
    """Why answers are typed in. The answers are in fields that the kinds of question name."""

    own = reason(
        Text(
            "如：第二考场 10:20 停电，改用纸笔",
            "For example: power failure in room 2 at 10:20, went on with paper",
        )
    )
