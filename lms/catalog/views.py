"""The files of courses: images and videos beside the lessons."""

from flask import Response, send_file

from lms.catalog import browse
from lms.platform.files import Files
from lms.web import request_db
from lms.web.guard import signed_in
from lms.web.pages import blueprint
from lms.web.runtime import runtime

bp = blueprint("catalog")


@bp.get("/courses/<slug>/files/<name>")
@signed_in
def course_file(slug: str, name: str) -> Response:
    """One file; ranges are served, so that videos can be wound."""
    found = browse.file_of(request_db.session(), slug, name)
    path = Files(runtime().settings.data_dir / "files").path(found.sha256)
    answer = send_file(path.resolve(), mimetype=found.media_type, conditional=True, etag=found.sha256)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
