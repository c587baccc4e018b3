"""The forms for printing papers and for importing answer files."""

from lms.candidates.list_parser import LONGEST_GROUP
from lms.candidates.reasons import LONGEST_REASON
from lms.domain.problem import Text
from lms.sittings.answers.answer_file import MOST_BYTES
from lms.web.forms import Form, Hidden, Paragraphs, Reason, Required, Upload, Whole

GREATEST_SEED = 2**63 - 1


class PapersForm(Form):
    """The group, or the seed, of the papers to print."""

    group = Hidden(Text("场次", "Group"), most=LONGEST_GROUP)
    seed = Whole(Text("卷号", "Paper number"), most=GREATEST_SEED)


class AnswerFileForm(Form):
    """The file that a candidate saved."""

    file = Upload(
        Text("应急答卷文件", "Answer file"),
        [Required()],
        hint=Text("文件名以 .wuneng 结尾，不超过 1.3 MB", "The file name ends in .wuneng; at most 1.3 MB"),
        render_kw={"accept": ".wuneng", "required": ""},
    )


class CarriedFileForm(Form):
    """The same file, sent again by the page that showed its contents, with the reason."""

    carried = Hidden(Text("应急答卷文件", "Answer file"), most=MOST_BYTES * 4 // 3 + 4)
    reason = Paragraphs(
        Text("导入理由", "Reason for the import"),
        [Reason()],
        most=LONGEST_REASON,
        rows=3,
        hint=Text(
            "考生和审计员都会看到，例如：3 号考场断网至考试结束",
            "The candidate and the auditor will see it. For example: no network in exam hall 3 until the end",
        ),
    )
