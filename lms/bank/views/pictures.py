"""The pages of pictures for questions: they are uploaded, listed with their Markdown, and served."""

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
    """List the newest pictures with a form for another one; the editor's script gets the Markdown alone."""
    form = PictureForm()
    if form.validate_on_submit() and form.file.data is not None:
        data = form.file.data.stream.read(pictures.LARGEST + 1)
        try:
            saved = pictures.save_picture(request_db.session(), actor(), _files(), data, request_db.now())
        except Refused as refused:
            form.refuse(refused, "file")
        else:
            return _saved(pictures.markdown(saved.name, form.words.data))
    request_db.close()
    if _for_script() and form.failed:
        errors = "\n".join(
            f"{t(field.label)}{t('：', ': ')}{t(e)}"
            for field in form.fields_with_errors
            for e in field.errors
        )
        return Response(errors, form.status_code, mimetype="text/plain")
    return _picture_page(form, request_db.reading())


def _saved(markdown: str) -> AnyResponse:
    if _for_script():
        return Response(markdown, mimetype="text/plain")
    return _picture_page(PictureForm(None), request_db.session(), markdown)


def _for_script() -> bool:
    return request.headers.get("X-Part") == "markdown"


def _picture_page(form: PictureForm, session: Session, markdown: str = "") -> AnyResponse:
    return page(
        "bank/pictures.html",
        form.status_code,
        form=form,
        markdown=markdown,
        recent=pictures.recent_pictures(session),
    )


@bp.get("/pictures/<name>")
@signed_in
def picture(name: str) -> Response:
    """Send a picture to those who may see a question with it."""
    stored = pictures.find_picture(request_db.session(), actor(), name)
    path = _files().path(stored.sha256)
    response = send_file(path.resolve(), mimetype=stored.media_type, conditional=True, etag=stored.sha256)
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _files() -> Files:
    return Files(runtime().settings.data_dir / "files")
