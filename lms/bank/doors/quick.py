"""Quick entry: a textarea for many plain questions, and beside it what candidates would see."""

import contextlib
from datetime import date

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.bank import quick as typing
from lms.bank.doors import bp
from lms.bank.doors.items import WRITE, kind_names
from lms.bank.face import faces
from lms.bank.forms import text
from lms.bank.quick import About
from lms.competency import profile
from lms.domain.beijing import BEIJING
from lms.domain.problem import Problem, Refused, Text
from lms.domain.text import clean
from lms.web import request_db
from lms.web.guard import actor, allow
from lms.web.i18n import t
from lms.web.pages import page


@bp.route("/bank/quick", methods=["GET", "POST"])
@allow(WRITE)
def quick() -> AnyResponse:
    """Type, look, save all as drafts."""
    if request.method != "POST" or request.form.get("do") != "save":
        return _page()
    about = _about()
    if wrong := _missing(about):
        return _page(wrong=wrong, status=400)
    try:
        made = typing.save(request_db.session(), actor(), text(), about, request_db.now())
    except Refused as refused:
        return _page(refused=refused, status=refused.status)
    flash(t(f"已存 {len(made)} 道草稿", f"{len(made)} drafts are saved"))
    return redirect(url_for("bank.items", state="draft", mine=1, sort="new"), 303)


def _about() -> About:
    day = request_db.now().astimezone(BEIJING).date()
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(request.form.get("checked", ""))
    level = request.form.get("level", "2")
    return About(
        request.form.get("competency", ""),
        int(level) if level in ("1", "2", "3", "4", "5") else 2,
        clean(request.form.get("source", ""))[:500],
        day,
    )


def _missing(about: About) -> list[Problem]:
    known = profile.names(request_db.reading())
    wrong = []
    if about.competency not in known:
        wrong.append(Problem("competency", Text("请选择能力", "Choose a competency"), Text("", "")))
    if not about.source:
        wrong.append(Problem("source", Text("请写明依据", "Say what they rest on"), Text("", "")))
    return wrong


def _page(
    wrong: list[Problem] | None = None, refused: Refused | None = None, status: int = 200
) -> AnyResponse:
    request_db.close()
    found, problems = typing.read(text())
    part = request.headers.get("X-Part") == "preview"
    return page(
        "bank/quick_preview.html" if part else "bank/quick.html",
        200 if part else status,
        typed=text(),
        about=_about(),
        wrong={p.where: p for p in wrong or []},
        refused=refused,
        found=[(one, faces(one.question)) for one in found[: typing.MOST]],
        problems=problems if not refused or refused.code == "bank.quick" else refused.problems,
        kinds=kind_names(),
        competencies=profile.names(request_db.reading()),
    )
