"""Pages: templates of the rooms, the words and links every page has, and what to do next."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_login import current_user
from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined
from sqlalchemy.orm import Session

from lms.domain.access import Actor, Permission
from lms.domain.problem import Text, not_found
from lms.web import i18n, request_db
from lms.web.forms import Form
from lms.web.guard import open_to_all

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the navigation, for those who hold one of the permissions (none asked: everyone)."""

    order: int
    name: Text
    endpoint: str
    permissions: tuple[Permission, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing for a person to do next, on their home page. Low `order` comes first."""

    order: int
    title: Text
    detail: Text
    button: Text
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a room knows about a person, for the page of their own account."""

    name: Text
    value: Text


OwnFacts = Callable[[Session, Actor, Any], list[Fact]]
NextTasks = Callable[[Session, Actor, Any], list[Task]]

SOURCES = "lms.pages"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the packages of an application put on its pages; `app.extensions[SOURCES]`."""

    links: list[Link] = field(default_factory=list)
    tasks: list[NextTasks] = field(default_factory=list)
    facts: list[OwnFacts] = field(default_factory=list)


class Package(Blueprint):
    """The routes of a package, and what it puts on the pages of every application that has it."""

    def navigation(self, order: int, name: Text, endpoint: str, *permissions: Permission) -> None:
        """Put a place into the navigation of those it serves."""
        link = Link(order, name, endpoint, permissions)
        self.record(lambda state: state.app.extensions[SOURCES].links.append(link))

    def next_tasks(self, source: NextTasks) -> NextTasks:
        """Say on the home page what a person has to do: source(session, actor, now)."""
        self.record(lambda state: state.app.extensions[SOURCES].tasks.append(source))
        return source

    def own_facts(self, source: OwnFacts) -> OwnFacts:
        """Say on a person's own page what is known of them: source(session, actor, now)."""
        self.record(lambda state: state.app.extensions[SOURCES].facts.append(source))
        return source


def _sources() -> Sources:
    found: Sources = current_app.extensions[SOURCES]
    return found


def facts_for(session: Session, actor: Actor, now: Any) -> list[Fact]:
    """What the rooms know of this person."""
    return [fact for source in _sources().facts for fact in source(session, actor, now)]


def links_for(actor: Actor | None) -> list[Link]:
    """The navigation of this person, in order."""
    links = _sources().links
    mine = [x for x in links if actor and (not x.permissions or any(actor.may(p) for p in x.permissions))]
    return sorted(mine, key=lambda link: link.order)


def tasks_for(session: Session, actor: Actor, now: Any) -> list[Task]:
    """What this person has to do next, the most pressing first."""
    found = [task for source in _sources().tasks for task in source(session, actor, now)]
    return sorted(found, key=lambda task: task.order)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A rendered page. Rooms call it with "<room>/<name>.html". Its title says so if one of its forms failed."""
    failed = any(isinstance(value, Form) and value.failed for value in values.values())
    return Response(render_template(template, failed=failed, **values), status, mimetype="text/html")


def pdf(data: bytes, name: str) -> Response:
    """A PDF for readers to save under this name."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@lru_cache(maxsize=64)
def _print_of(room: str) -> str:
    """Changes with any static file of the room."""
    found = hashlib.sha256()
    folder = ROOT / room / "static"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:10]


def static_url(room: str, name: str) -> str:
    """The address of a room's static file; it changes with the room's files, so browsers may keep it.

    The change stands in the path, so that what a script imports by a relative address is kept too.
    """
    return _static_url(request.script_root, room, name)


@lru_cache(maxsize=512)
def _static_url(_root: str, room: str, name: str) -> str:
    return url_for("static_of", room=room, version=_print_of(room), name=name)


def script_urls(room: str) -> list[str]:
    """Every script of a room, for a page that fetches them before they are needed."""
    folder = ROOT / room / "static"
    return [static_url(room, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.js"))]


def install(app: Flask) -> None:
    """Loaders, words and filters of all templates, and the rooms' static files."""
    rooms = sorted(p.parent.name for p in ROOT.glob("*/templates"))
    app.extensions[SOURCES] = Sources()
    with_files = frozenset(p.parent.name for p in ROOT.glob("*/static"))
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = PrefixLoader({room: FileSystemLoader(ROOT / room / "templates") for room in rooms})
    app.jinja_env.globals.update(t=i18n.t, static_url=static_url, script_urls=script_urls)
    app.jinja_env.filters.update(day=i18n.day, minute=i18n.minute, second=i18n.second, number=i18n.number)
    app.jinja_env.filters.update(place=i18n.place)

    @app.context_processor
    def words() -> dict[str, Any]:
        actor = current_user.actor
        return {
            "language": i18n.language(),
            "actor": actor,
            "links": links_for(actor),
            "here": request.endpoint or "",
            "now": request_db.now(),
        }

    @open_to_all
    def static_of(room: str, name: str, version: str = "") -> Response:
        if room not in with_files:
            raise not_found()
        response = send_from_directory(ROOT / room / "static", name)
        kept = version == _print_of(room)  # a page from before an upgrade asks for what is no more
        response.headers["Cache-Control"] = "public, max-age=" + ("31536000, immutable" if kept else "60")
        return response

    app.add_url_rule("/static/<room>/<path:name>", "static_of", static_of)
    app.add_url_rule("/static/<room>/v-<version>/<path:name>", "static_of", static_of)


def blueprint(name: str) -> Package:
    """The blueprint of a package; endpoints are "<package>.<view>"."""
    return Package(name, f"lms.{name}")
