"""Serves the files of courses: images and videos beside the lessons."""

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
    """Serve one file, in ranges too, so that readers can seek in videos."""
    file = browse.file_of(request_db.session(), slug, name)
    path = Files(runtime().settings.data_dir / "files").path(file.sha256)
    response = send_file(path.resolve(), mimetype=file.media_type, conditional=True, etag=file.sha256)
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
