"""The page of quick entry: type many questions as plain text, and see them as candidates would."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank.authoring import quick_entry
from lms.bank.forms.search import options_of
from lms.bank.forms.write import QuickForm
from lms.bank.preview import previews
from lms.bank.views import bp, notices
from lms.bank.views.items import WRITE, kind_names
from lms.competency.find import competency_names
from lms.domain.beijing import BEIJING
from lms.domain.problem import Refused
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.route("/bank/quick", methods=["GET", "POST"])
@allow(WRITE)
def quick() -> AnyResponse:
    """Preview the typed questions, or save all of them as drafts."""
    form = QuickForm(level="2", checked=request_db.now().astimezone(BEIJING).date())
    form.competency.options = options_of(competency_names(request_db.reading()))
    if form.do.data == "save" and form.validate_on_submit():
        try:
            items = quick_entry.save(
                request_db.session(), actor(), form.text.data, form.shared_details(), request_db.now()
            )
        except Refused as refused:
            form.refuse(refused, "text")
        else:
            flash(t(notices.drafts_saved(len(items))))
            return redirect(url_for("bank.items", state="draft", mine=1, sort="new"), 303)
    return _page(form)


def _page(form: QuickForm) -> AnyResponse:
    request_db.close()
    questions, problems = quick_entry.read(form.text.data)
    part = request.headers.get("X-Part") == "preview"
    return page(
        "bank/quick/preview.html" if part else "bank/quick/quick.html",
        200 if part else form.status_code,
        form=form,
        questions=[(typed, previews(typed.question)) for typed in questions[: quick_entry.MOST]],
        problems=problems,
        kinds=kind_names(),
    )
