"""Finds the installation that a command works on; where there is none, the command changes nothing."""

from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from lms import settings
from lms.cli import messages
from lms.platform import snapshot_sqlite
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.messages import database_newer
from lms.platform.schema import migrate


def find(data_dir: str | None) -> tuple[settings.Settings, Database]:
    """Return the settings and the database, whatever its state, with the models of all packages.

    Raise Refused if the data folder holds no installation.
    """
    load_models()
    found = settings.read(data_dir=data_dir)
    if not found.data_dir.is_dir():
        raise messages.no_installation(found.data_dir)
    db = Database(found.url)
    if db.is_sqlite and _is_empty(db):
        raise messages.no_installation(found.data_dir)
    return found, db


def ready(found: settings.Settings, db: Database, *, outdated: bool = False) -> None:
    """Raise Refused unless the database answers and has the schema of this version; or an older one, with `outdated`."""
    try:
        revision = migrate.current(db)
    except SQLAlchemyError as error:
        raise messages.database_fails(error) from None
    if not revision:
        raise messages.no_installation(found.data_dir)
    if not migrate.known(revision):
        raise database_newer(revision)
    if revision != migrate.newest() and not outdated:
        raise messages.schema_outdated()


def _is_empty(db: Database) -> bool:
    """Return whether there is no file or it has no tables. A damaged file is not empty: lms doctor says what it is."""
    path = snapshot_sqlite.location(db)
    if not path.is_file() or path.stat().st_size == 0:
        return True
    try:
        with db.read() as session:
            return not inspect(session.connection()).get_table_names()
    except SQLAlchemyError:
        return False
