"""Pictures for questions: taken in, listed with the words that show them, and served."""

from flask import Response, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import pictures
from lms.bank.doors import bp
from lms.bank.doors.items import WRITE
from lms.domain.problem import Refused, Text
from lms.domain.text import clean
from lms.platform.files import Files
from lms.web import request_db
from lms.web.guard import actor, allow, signed_in
from lms.web.pages import page
from lms.web.runtime import runtime


@bp.route("/bank/pictures", methods=["GET", "POST"])
@allow(WRITE)
def picture_list() -> AnyResponse:
    """The last ones, and a form for another; the editor's script asks for the words alone."""
    if request.method != "POST":
        return _listed()
    words, sent = clean(request.form.get("words", ""))[:200], request.files.get("file")
    try:
        if not words or sent is None or not sent.filename:
            raise _incomplete(words)
        data = sent.stream.read(pictures.LARGEST + 1)
        made = pictures.keep(request_db.session(), actor(), _files(), data, request_db.now())
    except Refused as refused:
        return _listed(refused, words)
    said = pictures.markdown(made.name, words)
    if request.headers.get("X-Part") == "markdown":
        return Response(said, mimetype="text/plain")
    return _listed(made=said, session_open=True)


def _incomplete(words: str) -> Refused:
    what = (
        Text("没有选择图片", "No picture was chosen")
        if words
        else Text("没有写图片说明", "The words for the picture are missing")
    )
    how = Text(
        "请选一张图片，并写一句话说明它的内容", "Choose a picture, and say in a sentence what it shows"
    )
    return Refused("bank.picture_words", what, how, status=400)


def _listed(
    refused: Refused | None = None, words: str = "", made: str = "", session_open: bool = False
) -> AnyResponse:
    if request.headers.get("X-Part") and refused:
        request_db.close()
        return Response(f"{refused.what.zh}；{refused.how.zh}", refused.status, mimetype="text/plain")
    if not session_open:
        request_db.close()
    return page(
        "bank/pictures.html",
        refused.status if refused else 200,
        refused=refused,
        words=words,
        made=made,
        recent=pictures.recent(request_db.session() if session_open else request_db.reading()),
    )


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
