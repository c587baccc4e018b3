"""A world with something at every address of the product, made once for each engine and copied for every test."""

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from lms.platform.db.database import Database
from tests import make
from tests.cast import Cast
from tests.conftest import Template, Time
from tests.repo.world import World


@dataclass(frozen=True)
class Made:
    """A world with its database and files."""

    template: Template
    files: Path
    world: World


def _made(url: str, template: Template, folder: Path, now: datetime) -> Made:
    db = Database(url)
    world = World(db, Cast.load(template.cast), folder, now)
    db.dispose()  # closing the last connection merges SQLite's WAL into the file
    return Made(template, folder / "files", world)


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("world")
    path = shutil.copy(sqlite_template.peopled, folder / "world.sqlite3")
    return _made(f"sqlite:///{path}", replace(sqlite_template, peopled=str(path)), folder, Time().now)


@pytest.fixture(scope="session")
def postgres_world(
    postgres: str, postgres_template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    url = make.postgres_copy(postgres, "template_world", postgres_template.peopled)
    template = replace(postgres_template, peopled="template_world")
    return _made(url, template, tmp_path_factory.mktemp("world"), Time().now)


@pytest.fixture
def made(request: pytest.FixtureRequest) -> Made:
    """The world of the engine that the test runs on."""
    world: Made = request.getfixturevalue(f"{request.node.callspec.params['db']}_world")
    return world


@pytest.fixture
def template(made: Made) -> Template:
    """The database begins with the world in it."""
    return made.template


@pytest.fixture
def world(made: Made, db: Database, data_dir: Path) -> World:
    shutil.copytree(made.files, data_dir / "files")
    return made.world
