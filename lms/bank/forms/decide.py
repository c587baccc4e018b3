"""Forms for decisions about questions: reviews, comments, replacement, order in a case, changes of many at once."""

from lms.bank import comments, messages
from lms.bank.authoring import bulk_change
from lms.bank.forms.search import LEVELS
from lms.bank.forms.write import LONGEST_SOURCE, HiddenNumber
from lms.bank.review import LONGEST_COMMENT
from lms.domain.fields import LONGEST_STEM
from lms.domain.problem import Text
from lms.domain.question.difficulty import DIFFICULTIES
from lms.domain.question.use import PRACTICE, USES
from lms.web.forms import Choice, Day, Form, Hidden, Line, Paragraphs, Required, field_error

UNCHANGED = Text("不改", "Unchanged")


class ReviewForm(Form):
    """A reviewer's comment on a version."""

    number = HiddenNumber(Text("版本", "Version"))
    comment = Paragraphs(
        Text("意见", "Comment"),
        most=LONGEST_COMMENT,
        rows=4,
        hint=Text(
            "退回时必须写明哪里要改；批准时可不写。",
            "Say what to change when you return the question; optional when you approve it.",
        ),
    )


class ConfirmForm(Form):
    """A reviewer's own review of a version that a file supplied."""

    number = HiddenNumber(Text("版本", "Version"))
    comment = Paragraphs(Text("意见（可不写）", "Comment (optional)"), most=LONGEST_COMMENT, rows=3)


class ReturnForm(ReviewForm):
    """The same with a required reason, which the author needs."""

    def validate_comment(self, comment: Paragraphs) -> None:
        """Refuse an empty comment."""
        if comment.empty:
            raise field_error(*messages.REASON_TO_RETURN_MISSING)


class RetireForm(Form):
    """The reason for retiring a question."""

    comment = Line(
        Text("停用原因", "Reason"),
        [Required(*messages.REASON_TO_RETIRE_MISSING)],
        most=LONGEST_COMMENT,
        hint=Text(
            "例如：所依据的条款已修改。已考过的试卷和成绩不受影响，停用后可以恢复。",
            "For example: the article that it is based on was changed. Past exams and scores do not change, and the question can be restored.",
        ),
        id="reason",
    )


class CommentForm(Form):
    """A comment on a question."""

    words = Paragraphs(
        Text("意见", "Comment"),
        [Required(*messages.COMMENT_MISSING)],
        most=comments.LONGEST,
        rows=3,
        hint=Text(
            "不改变版本和状态；发出后不能改、不能删。",
            "A comment changes neither the versions nor the state. It cannot be edited or deleted.",
        ),
    )


class ReplaceForm(Form):
    """The stem of the question that replaces another, and the reason."""

    stem = Paragraphs(
        Text("新题的题干", "Stem of the new question"),
        [Required(*messages.NEW_STEM_MISSING)],
        most=LONGEST_STEM,
        hint=Text(
            "选项、答案、解析照搬过来，随后在表单里改。",
            "Options, key and rationale are copied; you can edit them in the next step.",
        ),
        id="new-stem",
    )
    reason = Line(
        Text("换题原因", "Reason for replacing it"),
        [Required(*messages.REASON_TO_RETIRE_MISSING)],
        most=LONGEST_COMMENT,
        id="replace-reason",
    )


class MoveForm(Form):
    """Moves a question of a case up or down."""

    item = HiddenNumber(Text("小题", "Question"))
    to = Hidden()


class ChangeForm(Form):
    """What to change in many questions at once; empty fields change nothing."""

    add = Line(
        Text("增加标签", "Add tags"),
        most=LONGEST_SOURCE,
        hint=Text("用顿号隔开", "Separate them with commas"),
    )
    remove = Line(Text("去掉标签", "Remove tags"), most=LONGEST_SOURCE)
    to_area = Line(Text("内容域改为", "Content area"), most=80)
    to_level = Choice(Text("等级改为", "Level"), options=LEVELS, first=UNCHANGED)
    to_difficulty = Choice(
        Text("难度改为", "Difficulty"), options=list(DIFFICULTIES.items()), first=UNCHANGED
    )
    to_use = Choice(Text("用途改为", "Use"), options=list(USES.items()), first=UNCHANGED)
    to_source = Line(Text("依据改为", "Source"), most=LONGEST_SOURCE)
    to_checked = Day(Text("核对日期改为", "Source checked on"), render_kw={"class": "short"})
    to_expires = Line(Text("失效条件改为", "What would make it wrong"), most=LONGEST_SOURCE)
    seen = Hidden()
    do = Hidden()

    def validate_remove(self, remove: Line) -> None:
        """Refuse tags that are both added and removed."""
        if both := sorted({*_tags(self.add.data)} & {*_tags(remove.data)}):
            raise field_error(*messages.tags_added_and_removed(both))

    def change(self) -> bulk_change.Change:
        """Return the change, once the form is valid."""
        return bulk_change.Change(
            add=_tags(self.add.data),
            remove=_tags(self.remove.data),
            area=self.to_area.data,
            level=int(self.to_level.data or 0),
            source=self.to_source.data,
            checked=self.to_checked.data,
            expires=self.to_expires.data,
            difficulty=self.to_difficulty.data,
            practice=self.to_use.data == PRACTICE if self.to_use.data else None,
        )


def _tags(typed: str) -> tuple[str, ...]:
    parts = typed.replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())
