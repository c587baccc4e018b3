"""Answer files that candidates saved when the network was gone: looked at, then taken in with a reason."""

from base64 import b64decode, b64encode

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.delivery import answer_file
from lms.delivery.answer_file import MOST
from lms.delivery.doors import bp
from lms.delivery.take_in import look, take_in
from lms.domain.access import Permission
from lms.domain.problem import Refused, Text
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.get("/answer-files")
@allow(Permission.INVIGILATE)
def answer_files() -> AnyResponse:
    """Choose the file."""
    return page("delivery/answer_file.html", refused=None)


@bp.post("/answer-files")
@allow(Permission.INVIGILATE)
def answer_file_found() -> AnyResponse:
    """What is in it, before anything is stored."""
    sent = request.files.get("file")
    return _found(sent.stream.read(MOST + 1) if sent else b"", None)


@bp.post("/answer-files/taken")
@allow(Permission.INVIGILATE)
def take_answer_file() -> AnyResponse:
    """Store its answers."""
    raw = _carried()
    try:
        file = answer_file.read(raw, runtime().settings.secret_key)
        saved = take_in(request_db.session(), actor(), file, request.form.get("reason", ""), request_db.now())
    except Refused as refused:
        return _found(raw, refused)
    words = t(
        f"应急答卷已导入：{len(saved.saved)} 题在服务器上，逾时留存 {len(saved.late)} 题，未覆盖 {len(saved.conflict)} 题",
        f"The answer file is taken in: {len(saved.saved)} answers are held, {len(saved.late)} kept as late, "
        f"{len(saved.conflict)} not overwritten",
    )
    flash(words)
    return redirect(url_for("delivery.answer_files"), 303)


def _found(raw: bytes, refused: Refused | None) -> AnyResponse:
    request_db.close()
    try:
        file = answer_file.read(raw, runtime().settings.secret_key)
        found = look(request_db.reading(), actor(), file, request_db.now())
    except Refused as no:
        return page("delivery/answer_file.html", no.status, refused=no)
    return page(
        "delivery/answer_file_found.html",
        refused.status if refused else 200,
        file=file,
        found=found,
        carried=b64encode(raw).decode(),
        refused=refused,
        reason=request.form.get("reason", ""),
    )


def _carried() -> bytes:
    """The file as the page before carried it on; it proves itself."""
    try:
        return b64decode(request.form.get("carried", ""), validate=True)
    except ValueError:
        return b""


bp.navigation(62, Text("应急答卷", "Answer files"), "delivery.answer_files", Permission.INVIGILATE)
