"""Pictures for questions: taken in, listed with the words that show them, and served."""

from flask import Response, request, send_file
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import pictures
from lms.bank.forms.write import PictureForm
from lms.bank.views import bp
from lms.bank.views.items import WRITE
from lms.domain.problem import Refused
from lms.platform.files import Files
from lms.web import request_db
from lms.web.guard import actor, allow, signed_in
from lms.web.i18n import t
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.route("/bank/pictures", methods=["GET", "POST"])
@allow(WRITE)
def picture_list() -> AnyResponse:
    """The last ones, and a form for another; the editor's script asks for the words alone."""
    form = PictureForm()
    if form.validate_on_submit() and form.file.data is not None:
        data = form.file.data.stream.read(pictures.LARGEST + 1)
        try:
            made = pictures.keep(request_db.session(), actor(), _files(), data, request_db.now())
        except Refused as refused:
            form.refuse(refused, "file")
        else:
            return _made(pictures.markdown(made.name, form.words.data))
    request_db.close()
    if _for_the_script() and form.failed:
        said = "\n".join(
            f"{t(field.label)}{t('：', ': ')}{t(e)}"
            for field in form.fields_with_errors
            for e in field.errors
        )
        return Response(said, form.status_code, mimetype="text/plain")
    return _listed(form, request_db.reading())


def _made(words: str) -> AnyResponse:
    if _for_the_script():
        return Response(words, mimetype="text/plain")
    return _listed(PictureForm(None), request_db.session(), words)


def _for_the_script() -> bool:
    return request.headers.get("X-Part") == "markdown"


def _listed(form: PictureForm, session: Session, made: str = "") -> AnyResponse:
    return page("bank/pictures.html", form.status_code, form=form, made=made, recent=pictures.recent(session))


@bp.get("/pictures/<name>")
@signed_in
def picture(name: str) -> Response:
    """One picture, to those who may see a question with it."""
    found = pictures.one(request_db.session(), actor(), name)
    path = _files().path(found.sha256)
    answer = send_file(path.resolve(), mimetype=found.media_type, conditional=True, etag=found.sha256)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _files() -> Files:
    return Files(runtime().settings.data_dir / "files")
