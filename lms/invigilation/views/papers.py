"""What is printed: the file of a sitting, and papers, sign-in sheet and notice for an exam hall."""

from flask import Response, request, url_for

from lms.bank import pictures
from lms.domain.access import Permission
from lms.invigilation import exam_hall
from lms.invigilation.evidence import dispute_file
from lms.invigilation.evidence.dispute_paper import print_dispute
from lms.invigilation.forms import PapersForm
from lms.invigilation.views import bp
from lms.platform.files import Files
from lms.sittings.printing.exam_paper import Sheet, print_exams
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import language
from lms.web.pages import page, pdf
from lms.web.runtime import runtime

SITTING = "/sittings/<int(max=9007199254740991):sitting_id>"
EXAM = "/invigilation/<int(max=2147483647):exam_id>"
"""The board of an exam has the same address."""


@bp.get(f"{SITTING}/file")
@allow(Permission.LEARN, Permission.INVIGILATE, Permission.READ_AUDIT)
def file(sitting_id: int) -> Response:
    """Show what the file of a sitting contains for this reader, before the download."""
    dispute = dispute_file.open_dispute_file(
        request_db.session(), actor(), sitting_id, language(), request_db.now()
    )
    back = (
        url_for("sittings.ended", sitting_id=sitting_id) if dispute.reader == dispute_file.CANDIDATE else ""
    )
    return page("invigilation/file.html", dispute=dispute, sitting=dispute.sitting, back=back)


@bp.post(f"{SITTING}/file")
@allow(Permission.LEARN, Permission.INVIGILATE, Permission.READ_AUDIT)
def take_file(sitting_id: int) -> Response:
    """Return the file as PDF, and record the download."""
    dispute = dispute_file.open_dispute_file(
        request_db.session(), actor(), sitting_id, language(), request_db.now()
    )
    dispute_file.record_copy(request_db.session(), actor(), dispute, request_db.now())
    fonts = runtime().settings.extra_fonts
    return pdf(print_dispute(dispute, language(), request_db.now(), fonts, _picture), f"sitting-{sitting_id}")


@bp.get(f"{EXAM}/sign-in-sheet.pdf")
@allow(Permission.INVIGILATE)
def sign_in_paper(exam_id: int) -> Response:
    """Return the 签到表 of a group (?group=), or of all candidates."""
    fonts = runtime().settings.extra_fonts
    group = _validated(PapersForm(request.args)).group.data
    args = (request_db.session(), actor(), exam_id, group, language(), request_db.now(), fonts)
    return pdf(exam_hall.sign_in_sheet(*args), f"sign-in-{exam_id}")


@bp.get(f"{EXAM}/wall.pdf")
@allow(Permission.INVIGILATE)
def wall_paper(exam_id: int) -> Response:
    """Return the notice with the access code for the wall."""
    fonts = runtime().settings.extra_fonts
    return pdf(
        exam_hall.wall_notice(request_db.session(), exam_id, language(), request_db.now(), fonts),
        f"wall-{exam_id}",
    )


@bp.post(f"{EXAM}/papers")
@allow(Permission.INVIGILATE)
def group_papers(exam_id: int) -> Response:
    """Return the papers drawn in advance for a group; or, with `seed`, the paper of that seed."""
    form = _validated(PapersForm())
    if (seed := form.seed.data) is not None:
        sheet = exam_hall.paper_of_seed(
            request_db.session(), actor(), exam_id, seed, language(), request_db.now()
        )
        return _exams_pdf([sheet], f"paper-{exam_id}-{seed}")
    sheets = exam_hall.papers_of_group(
        request_db.session(), actor(), exam_id, form.group.data, language(), request_db.now()
    )
    return _exams_pdf(sheets, f"papers-{exam_id}")


@bp.post("/invigilation/sittings/<int(max=9007199254740991):watched_id>/paper")
@allow(Permission.INVIGILATE)
def sitting_paper(watched_id: int) -> Response:
    """Return the paper of one sitting, to continue on paper when the power fails."""
    sheet = exam_hall.paper_of_sitting(
        request_db.session(), actor(), watched_id, language(), request_db.now()
    )
    return _exams_pdf([sheet], f"paper-{watched_id}")


def _exams_pdf(sheets: list[Sheet], name: str) -> Response:
    fonts = runtime().settings.extra_fonts
    return pdf(print_exams(sheets, language(), request_db.now(), fonts, _picture), name)


def _picture(address: str) -> bytes | None:
    return pictures.picture_bytes(request_db.session(), Files(runtime().settings.data_dir / "files"), address)


def _validated(form: PapersForm) -> PapersForm:
    """Return the form if it is valid, else raise Refused: only buttons and links of pages fill it in."""
    if not form.validate():
        raise form.refusal()
    return form
