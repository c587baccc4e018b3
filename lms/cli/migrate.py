"""lms migrate: upgrades the schema of the database."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lms.bank.browse import index
from lms.cli import Commands, installation, t
from lms.domain.problem import Text
from lms.platform.db.database import Database
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
    settings, db = installation(args)
    before = migrate.upgrade(db, settings.data_dir / "before-upgrade")
    index.rebuild(db)
    after = migrate.newest()
    if args.json:
        return {"before": before, "after": after}
    return t(f"数据库结构：{before or '空'} → {after}", f"Schema: {before or 'empty'} → {after}")


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
