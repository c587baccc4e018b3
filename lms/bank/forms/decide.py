"""What is asked of those who decide about questions: of one, of its place among others, of many at once."""

from lms.bank import discuss
from lms.bank.authoring import bulk_change
from lms.bank.forms.search import LEVELS
from lms.bank.forms.write import LONGEST_SOURCE, SentNumber
from lms.bank.review import LONGEST_COMMENT
from lms.domain.fields import LONGEST_STEM
from lms.domain.problem import Text
from lms.domain.question.difficulty import DIFFICULTIES
from lms.web.forms import Choice, Day, Form, Hidden, Line, Paragraphs, Required, field_error

UNCHANGED = Text("不改", "Unchanged")


class ReviewForm(Form):
    """What a reviewer says about a version."""

    number = SentNumber(Text("版本", "Version"))
    comment = Paragraphs(
        Text("意见", "Comment"),
        most=LONGEST_COMMENT,
        rows=4,
        hint=Text(
            "退回时必须写明哪里要改；批准时可不写。",
            "When you give it back, say what to change; when you approve it, this may be empty.",
        ),
    )


class GiveBackForm(ReviewForm):
    """The same with a reason, which its author needs."""

    def validate_comment(self, comment: Paragraphs) -> None:
        """It is not left empty."""
        if comment.empty:
            raise field_error(
                Text("没有写理由", "There is no reason given"),
                Text("请写明退回的理由，命题人要据此修改", "say why, so that the author can mend it"),
            )


class RetireForm(Form):
    """Why a question goes out of use."""

    comment = Line(
        Text("停用原因", "Reason"),
        [
            Required(
                Text("没有写理由", "There is no reason given"),
                Text("请写明停用的原因，日后查得到", "say why, so that it can be found later"),
            )
        ],
        most=LONGEST_COMMENT,
        hint=Text(
            "例如：所依据的条款已修改。已考过的试卷和成绩不受影响，停用后可以恢复。",
            "For example: the article it rests on was changed. Papers and scores of the past stay as they are, and it can be brought back.",
        ),
        id="reason",
    )


class CommentForm(Form):
    """What somebody says in the thread of a question."""

    words = Paragraphs(
        Text("意见", "Comment"),
        [
            Required(
                Text("没有写意见", "There is no comment"), Text("请写好再发", "write it and send it again")
            )
        ],
        most=discuss.LONGEST,
        rows=3,
        hint=Text(
            "不改变版本和状态；发出后不能改、不能删。",
            "Changes no version and no state; it cannot be edited or taken back.",
        ),
    )


class ReplaceForm(Form):
    """The stem of the question that takes the place of another, and why."""

    stem = Paragraphs(
        Text("新题的题干", "The stem of the new one"),
        [Required(Text("没有写新题干", "There is no new stem"), Text("请先写新题干", "write it first"))],
        most=LONGEST_STEM,
        hint=Text(
            "选项、答案、解析照搬过来，随后在表单里改。",
            "Options, key and rationale are taken over; you edit them next.",
        ),
        id="new-stem",
    )
    reason = Line(
        Text("换题原因", "Why it is replaced"),
        [
            Required(
                Text("没有写理由", "There is no reason given"),
                Text("请写明停用的原因，日后查得到", "say why, so that it can be found later"),
            )
        ],
        most=LONGEST_COMMENT,
        id="replace-reason",
    )


class MoveForm(Form):
    """A question of a case, a place up or down."""

    item = SentNumber(Text("小题", "Question"))
    to = Hidden()


class ChangeForm(Form):
    """What to change in many questions at once; what is empty stays."""

    add = Line(
        Text("增加标签", "Add tags"),
        most=LONGEST_SOURCE,
        hint=Text("用顿号隔开", "With commas between"),
    )
    remove = Line(Text("去掉标签", "Remove tags"), most=LONGEST_SOURCE)
    to_area = Line(Text("内容域改为", "Content area"), most=80)
    to_level = Choice(Text("等级改为", "Level"), options=LEVELS, first=UNCHANGED)
    to_difficulty = Choice(
        Text("难度改为", "Difficulty"), options=list(DIFFICULTIES.items()), first=UNCHANGED
    )
    to_source = Line(Text("依据改为", "Source"), most=LONGEST_SOURCE)
    to_checked = Day(Text("核对日期改为", "Source checked on"), render_kw={"class": "short"})
    to_expires = Line(Text("失效条件改为", "What would make it wrong"), most=LONGEST_SOURCE)
    seen = Hidden()
    do = Hidden()

    def validate_remove(self, remove: Line) -> None:
        """No tag is added and taken away at once."""
        if both := sorted({*_tags(self.add.data)} & {*_tags(remove.data)}):
            raise field_error(
                Text(
                    f"“{'、'.join(both)}”同时写在“增加标签”里",
                    f"“{', '.join(both)}” is among the tags to add too",
                ),
                Text("请从其中一处删去", "remove it from one of the two"),
            )

    def change(self) -> bulk_change.Change:
        """What was asked for, once the form is valid."""
        return bulk_change.Change(
            add=_tags(self.add.data),
            remove=_tags(self.remove.data),
            area=self.to_area.data,
            level=int(self.to_level.data or 0),
            source=self.to_source.data,
            checked=self.to_checked.data,
            expires=self.to_expires.data,
            difficulty=self.to_difficulty.data,
        )


def _tags(said: str) -> tuple[str, ...]:
    parts = said.replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())
