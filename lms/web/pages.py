"""Render pages: templates and static files of the packages, navigation, and tasks of the home page."""

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
    """An entry of the navigation, for people who hold one of the permissions (everybody if there are none)."""

    order: int
    name: Text
    endpoint: str
    permissions: tuple[Permission, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a person to do next, on their home page; low `order` comes first."""

    order: int
    title: Text
    detail: Text
    button: Text
    url: str
    tag: tuple[Text, str] | None = None
    """Words and kind of a tag that says how urgent it is."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a package knows about a person, for the page of their own account."""

    name: Text
    value: Text


OwnFacts = Callable[[Session, Actor, Any], list[Fact]]
NextTasks = Callable[[Session, Actor, Any], list[Task]]

SOURCES = "lms.pages"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the packages of an application add to its pages; `app.extensions[SOURCES]`."""

    links: list[Link] = field(default_factory=list)
    tasks: list[NextTasks] = field(default_factory=list)
    facts: list[OwnFacts] = field(default_factory=list)


class Package(Blueprint):
    """The routes of a package, and what it adds to the pages of every application that registers it."""

    def navigation(self, order: int, name: Text, endpoint: str, *permissions: Permission) -> None:
        """Add an entry to the navigation of people who hold one of the permissions."""
        link = Link(order, name, endpoint, permissions)
        self.record(lambda state: state.app.extensions[SOURCES].links.append(link))

    def next_tasks(self, source: NextTasks) -> NextTasks:
        """Register source(session, actor, now): the tasks of a person on their home page."""
        self.record(lambda state: state.app.extensions[SOURCES].tasks.append(source))
        return source

    def own_facts(self, source: OwnFacts) -> OwnFacts:
        """Register source(session, actor, now): the facts on a person's own account page."""
        self.record(lambda state: state.app.extensions[SOURCES].facts.append(source))
        return source


def _sources() -> Sources:
    sources: Sources = current_app.extensions[SOURCES]
    return sources


def facts_for(session: Session, actor: Actor, now: Any) -> list[Fact]:
    """Return what the packages know about this person."""
    return [fact for source in _sources().facts for fact in source(session, actor, now)]


def links_for(actor: Actor | None) -> list[Link]:
    """Return the navigation of this person, in order."""
    links = _sources().links
    visible = [x for x in links if actor and (not x.permissions or any(map(actor.may, x.permissions)))]
    return sorted(visible, key=lambda link: link.order)


def tasks_for(session: Session, actor: Actor, now: Any) -> list[Task]:
    """Return what this person has to do next, the most urgent first."""
    tasks = [task for source in _sources().tasks for task in source(session, actor, now)]
    return sorted(tasks, key=lambda task: task.order)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a rendered page, "<package>/<name>.html"; its title begins with 错误 if one of its forms failed."""
    failed = any(isinstance(value, Form) and value.failed for value in values.values())
    return Response(render_template(template, failed=failed, **values), status, mimetype="text/html")


def pdf(data: bytes, name: str) -> Response:
    """Return a PDF to be saved under this name."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@lru_cache(maxsize=64)
def _fingerprint_of(package: str) -> str:
    """Return a digest of all static files of the package."""
    digest = hashlib.sha256()
    folder = ROOT / package / "static"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def static_url(package: str, name: str) -> str:
    """Return the address of a static file; it changes with the files of the package, so browsers may cache it.

    The fingerprint is in the path, so that what a script imports by a relative address is cached too.
    """
    return _static_url(request.script_root, package, name)


@lru_cache(maxsize=512)
def _static_url(_root: str, package: str, name: str) -> str:
    return url_for("static_of", package=package, version=_fingerprint_of(package), name=name)


def script_urls(package: str) -> list[str]:
    """Return the addresses of all scripts of a package, for a page that loads them before they are needed."""
    folder = ROOT / package / "static"
    return [static_url(package, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.js"))]


def install(app: Flask) -> None:
    """Set up loaders, globals and filters of the templates, and serve static files."""
    with_templates = sorted(p.parent.name for p in ROOT.glob("*/templates"))
    app.extensions[SOURCES] = Sources()
    with_static = frozenset(p.parent.name for p in ROOT.glob("*/static"))
    app.jinja_loader = PrefixLoader(
        {package: FileSystemLoader(ROOT / package / "templates") for package in with_templates}
    )
    # Not by jinja_options: they are read when the environment is made, which may have happened already.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        t=i18n.t, lang_of=i18n.lang_of, static_url=static_url, script_urls=script_urls
    )
    app.jinja_env.filters.update(day=i18n.day, minute=i18n.minute, second=i18n.second, number=i18n.number)
    app.jinja_env.filters.update(place=i18n.place)

    @app.context_processor
    def page_context() -> dict[str, Any]:
        actor = current_user.actor
        return {
            "language": i18n.language(),
            "actor": actor,
            "links": links_for(actor),
            "here": request.endpoint or "",
            "now": request_db.now(),
        }

    @open_to_all
    def static_of(package: str, name: str, version: str = "") -> Response:
        if package not in with_static:
            raise not_found()
        response = send_from_directory(ROOT / package / "static", name)
        current = version == _fingerprint_of(package)  # a page from before an upgrade asks for old files
        response.headers["Cache-Control"] = "public, max-age=" + ("31536000, immutable" if current else "60")
        return response

    app.add_url_rule("/static/<package>/<path:name>", "static_of", static_of)
    app.add_url_rule("/static/<package>/v-<version>/<path:name>", "static_of", static_of)


def blueprint(name: str) -> Package:
    """Return the blueprint of a package; endpoints are "<package>.<view>"."""
    return Package(name, f"lms.{name}")
