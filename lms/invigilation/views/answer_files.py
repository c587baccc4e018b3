"""The pages of answer files that candidates saved when the network failed: compare, then import with a reason."""

from base64 import b64decode, b64encode

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.invigilation import messages
from lms.invigilation.forms import AnswerFileForm, CarriedFileForm
from lms.invigilation.import_answers import compare_answer_file, import_answer_file
from lms.invigilation.views import bp
from lms.sittings.answers import answer_file
from lms.sittings.answers.answer_file import MOST_BYTES
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.get("/answer-files")
@allow(Permission.INVIGILATE)
def answer_files() -> AnyResponse:
    """Ask for the file."""
    return page("invigilation/answer_file.html", form=AnswerFileForm(None))


@bp.post("/answer-files")
@allow(Permission.INVIGILATE)
def answer_file_found() -> AnyResponse:
    """Show what is in the file, before anything is stored."""
    form = AnswerFileForm()
    if not form.validate():
        return page("invigilation/answer_file.html", form.status_code, form=form)
    raw = form.file.data.stream.read(MOST_BYTES + 1) if form.file.data else b""
    return _comparison_page(raw, form, CarriedFileForm(None, carried=b64encode(raw).decode()))


@bp.post("/answer-files/taken")
@allow(Permission.INVIGILATE)
def take_answer_file() -> AnyResponse:
    """Import the answers of the file."""
    form = CarriedFileForm()
    raw = _file_bytes(form.carried.data)
    if form.validate():
        try:
            file = answer_file.read_answer_file(raw, runtime().settings.secret_key)
            saved = import_answer_file(
                request_db.session(), actor(), file, form.reason.data, request_db.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            counts = len(saved.saved), len(saved.late), len(saved.conflict)
            flash(t(messages.answers_imported(*counts)))
            return redirect(url_for("invigilation.answer_files"), 303)
    return _comparison_page(raw, AnswerFileForm(None), form)


def _comparison_page(raw: bytes, chosen: AnswerFileForm, form: CarriedFileForm) -> AnyResponse:
    """Show what is in the file, with the form to import it; or the form to choose a file, if it cannot be read."""
    request_db.close()
    try:
        file = answer_file.read_answer_file(raw, runtime().settings.secret_key)
        compared = compare_answer_file(request_db.reading(), actor(), file, request_db.now())
    except Refused as refused:
        chosen.refuse(refused, "file")
        return page("invigilation/answer_file.html", chosen.status_code, form=chosen)
    return page(
        "invigilation/answer_file_found.html", form.status_code, file=file, compared=compared, form=form
    )


def _file_bytes(text: str) -> bytes:
    """Return the file as the page before sent it along; it is authenticated when it is read."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


bp.navigation(62, Text("应急答卷", "Answer files"), "invigilation.answer_files", Permission.INVIGILATE)
