"""lms migrate: upgrades the schema of the database."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lms import settings
from lms.bank import index
from lms.cli import Commands, t
from lms.cli.terminal import installed
from lms.domain.problem import Text
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
from lms.platform.schema import migrate


def add(commands: Commands) -> None:
    """Add the command of this file."""
    doc = Text(
        "把数据库升级到本版本的结构；lms run 启动时会自动执行",
        "upgrade the database to this version's schema; `lms run` does it automatically",
    )
    parser = commands.add("migrate", doc=doc, run=run)
    parser.add_argument(
        "--new",
        metavar="WORDS",
        help=t(
            "供开发者使用：按数据模型写出新的迁移文件",
            "for developers: write the migration to the schema of the models",
        ),
    )


def run(args: argparse.Namespace) -> Any:
    """Upgrade, or write a new migration."""
    if args.new:
        return _write(args)
    loaded, db = _named_or_found(args)
    before = migrate.upgrade(db, loaded.data_dir / "before-upgrade")
    index.rebuild(db)
    after = migrate.newest()
    if args.json:
        return {"before": before, "after": after}
    return t(f"数据库结构：{before or '空'} → {after}", f"Schema: {before or 'empty'} → {after}")


def _named_or_found(args: argparse.Namespace) -> tuple[settings.Settings, Database]:
    """Return the installation. Make one in a folder that was named, for PostgreSQL say, but never in another."""
    if not (args.data or os.environ.get("LMS_DATA_DIR")):
        return installed.find(None)
    load_models()
    loaded = settings.load(data_dir=args.data)
    return loaded, Database(loaded.url)


def _write(args: argparse.Namespace) -> Any:
    from lms.platform.schema import alter

    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/scratch.sqlite3")
        name = alter.write_new(db, args.new)
        db.dispose()
    for command in (["check", "--quiet", "--fix"], ["format", "--quiet"]):
        path = str(alter.SCRIPTS / "versions" / name)
        subprocess.run([sys.executable, "-m", "ruff", *command, path], check=True)  # noqa: S603  (our own arguments)
    written = str(Path("migrations/versions") / name)
    return {"written": written} if args.json else written
