"""The pages before publication: the checks, and the confirmation that freezes a version."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.competency import profile
from lms.domain.problem import Problem, Refused, Text
from lms.exams import compose, find
from lms.exams.check import check
from lms.exams.doors import DRAFT, bp
from lms.exams.doors.compose import COMPOSE, url_of
from lms.exams.doors.reading import place_of, version
from lms.exams.publish import publish_draft
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page

FORMS = {
    "draw": Text("抽题", "draw"),
    "fixed": Text("指定题", "fixed question"),
    "case": Text("材料题", "case"),
}


@bp.get(f"{DRAFT}/check")
@allow(COMPOSE)
def checks(draft_id: int) -> Response:
    """Everything that is wrong, each at its place; then what papers would come of it."""
    session = request_db.session()
    found = compose.one(session, draft_id)
    checked = check(session, found.plan, try_papers=True)
    return page(
        "exams/check.html",
        draft=found,
        checked=checked,
        told=[(where_of(p), p, url_of(draft_id, p.where)) for p in checked.problems],
        names_of=place_words,
        url=lambda where: url_of(draft_id, where),
        competencies=profile.names(session),
    )


@bp.route(f"{DRAFT}/publish", methods=["GET", "POST"])
@allow(COMPOSE)
def publication(draft_id: int) -> AnyResponse:
    """Says what is frozen; then freezes it."""
    if request.method != "POST":
        return _publication(draft_id)
    try:
        exam = publish_draft(request_db.session(), actor(), draft_id, version(), request_db.now())
    except Refused as refused:
        if refused.status == 404:
            raise
        request_db.close()
        return _publication(draft_id, refused)
    flash(t(f"已发布第 {exam.number} 版", f"Version {exam.number} is published"))
    return redirect(url_for("exams.exam", exam_id=exam.id), 303)


def _publication(draft_id: int, refused: Refused | None = None) -> AnyResponse:
    session = request_db.reading()
    found = compose.one(session, draft_id)
    return page(
        "exams/publish.html",
        refused.status if refused else 200,
        draft=found,
        checked=check(session, found.plan),
        exam=find.of_slug(session, found.slug),
        refused=refused,
    )


def where_of(problem: Problem) -> Text:
    """The place of a problem as people call it."""
    return place_words(problem.where)


def place_words(where: str) -> Text:
    """ "section[1].draw[2]" as people call it."""
    place = place_of(where)
    if place is None:
        return _FACTS.get(where.split(".")[0].split("[")[0], Text("基本信息", "Facts"))
    number, form, nth = place
    section = Text(f"第 {number} 部分", f"Section {number}")
    if not form:
        return section
    name = FORMS[form]
    return section + Text(f"第 {nth} 处{name.zh}", f", {name.en} {nth}")


_FACTS = {
    "title": Text("名称", "Title"),
    "instructions": Text("考试说明", "Instructions"),
    "minutes": Text("时长", "Time"),
    "attempts": Text("考试机会", "Attempts"),
    "wait_hours": Text("间隔", "Wait"),
    "pass_percent": Text("合格线", "Pass mark"),
    "cut_set_by": Text("合格线依据", "How the pass mark was set"),
    "minima": Text("单项最低", "Minima"),
    "addresses": Text("考场地址", "Addresses"),
    "after_submission": Text("公布前可看", "Shown before release"),
    "section": Text("试卷", "Paper"),
}
