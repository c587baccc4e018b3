"""create_app(): register the packages, and connect the events of lower packages with higher ones."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import lms.platform.mail  # registers its job
import lms.results.item_statistics  # noqa: F401  (registers its job)
from lms.bank import pictures, usage
from lms.candidates import eligibility
from lms.certificates import issue, revoke
from lms.exams import audience, pool_usage
from lms.learning import progress
from lms.learning.events import CourseCompleted
from lms.platform.clock import Clock, utcnow
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.events import subscribe
from lms.records import complete
from lms.records.events import CompletionRecorded, CompletionWithdrawn
from lms.results import item_usage, release_results, score
from lms.results.events import SittingScored
from lms.settings import Settings
from lms.sittings import picture_access
from lms.sittings.events import SittingEnded, SittingJudged
from lms.web import errors, guard, headers, pages, request_db
from lms.web.runtime import Runtime
from lms.web.sessions import Sessions


class Application(Flask):
    """Flask without a check that it makes for every function in every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself: no view or hook of ours is asynchronous."""
        return func


def create_app(settings: Settings, db: Database | None = None, clock: Clock = utcnow) -> Flask:
    """Create the application. Raise RuntimeError if a route does not declare who may use it."""
    load_models()
    app = Application("lms", static_folder=None, root_path=str(pages.ROOT))
    app.secret_key = settings.secret_key
    app.config["MAX_CONTENT_LENGTH"] = 2_000_000
    app.config["MAX_FORM_MEMORY_SIZE"] = 2_000_000
    app.config["MAX_FORM_PARTS"] = 5_000
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_SECURE"] = settings.https
    app.session_interface = Sessions()
    app.extensions["lms"] = Runtime(settings, db or Database(settings.url), clock)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1)  # type: ignore[method-assign]
    for install in (request_db.install, errors.install, headers.install, guard.install, pages.install):
        install(app)
    _register_blueprints(app)
    wire()
    guard.check_declared(app)
    return app


def wire() -> None:
    """Connect lower packages with higher ones, one line each; idempotent."""
    subscribe(SittingEnded, score.score_sitting)
    subscribe(SittingJudged, release_results.annulment_changed)
    subscribe(SittingScored, progress.exam_scored)
    subscribe(CourseCompleted, complete.course_completed)
    subscribe(CompletionRecorded, issue.completion_recorded)
    subscribe(CompletionWithdrawn, revoke.completion_withdrawn)
    audience.register_list_size(eligibility.count_listed)
    usage.register_usage(pool_usage.usage_texts)
    usage.register_reasons_to_keep(pool_usage.in_any_pool)
    usage.register_usage(item_usage.usage_texts)
    usage.register_exam_usage(item_usage.exam_usage)
    pictures.register_access(picture_access.paper_shows)


def _register_blueprints(app: Flask) -> None:
    """Find and register the views and the API of every package, ordered by name."""
    for name in ("views", "api"):
        for path in sorted([*pages.ROOT.glob(f"*/{name}.py"), *pages.ROOT.glob(f"*/{name}/__init__.py")]):
            package = path.relative_to(pages.ROOT).parts[0]
            module = importlib.import_module(f"lms.{package}.{name}")
            for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
                importlib.import_module(
                    f"{module.__name__}.{found.name}"
                )  # it declares its routes on the blueprint
            app.register_blueprint(module.bp)
