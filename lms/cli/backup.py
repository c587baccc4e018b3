"""lms backup | restore: the whole installation as one file."""

import argparse
import hashlib
from pathlib import Path
from typing import Any

from lms.cli import Commands, installation, t
from lms.cli.serving.prepare import FINGERPRINT_FILE
from lms.domain.problem import Text
from lms.platform import audit, backup
from lms.platform.clock import utcnow
from lms.platform.schema import migrate


def add(commands: Commands) -> None:
    """Add the commands of this file."""
    doc = Text("备份到一个文件，不影响正在使用的人", "back up to one file while people continue to work")
    parser = commands.add("backup", doc=doc, run=run_backup)
    parser.add_argument("out", metavar="OUT", help=t("备份文件，如 2026-11-23.wuneng", "the file to write"))
    doc = Text(
        "用备份恢复；文件有问题时不动现有数据，原数据库留存在旁边",
        "restore from a backup; a faulty file changes nothing, and the old database is kept beside the new one",
    )
    parser = commands.add("restore", doc=doc, run=run_restore)
    parser.add_argument("file", metavar="IN", help=t("备份文件", "the backup"))


def run_backup(args: argparse.Namespace) -> Any:
    """Write the backup, read it back, and print its digest."""
    settings, db = installation(args)
    out = Path(args.out)
    manifest = backup.write_backup(db, settings.data_dir, out, utcnow())
    with out.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with db.transaction() as session:
        audit.record(session, "platform.backup", f"backup:{digest[:16]}", None, utcnow(), sha256=digest)
    size, files = out.stat().st_size, sum(name.startswith("files/") for name in manifest.entries)
    if args.json:
        return {
            "file": str(out),
            "bytes": size,
            "sha256": digest,
            "files": files,
            "schema": manifest.revision,
        }
    return t(
        f"已备份到 {out}：{size} 字节，含 {files} 个文件\nSHA-256 {digest}",
        f"Backed up to {out}: {size} bytes with {files} files\nSHA-256 {digest}",
    )


def run_restore(args: argparse.Namespace) -> Any:
    """Check the whole backup, then replace the data, then upgrade the schema to this version."""
    settings, db = installation(args)
    manifest = backup.restore(Path(args.file), db, settings.data_dir, utcnow())
    migrate.upgrade(db, settings.data_dir / "before-upgrade")
    (settings.data_dir / FINGERPRINT_FILE).unlink(missing_ok=True)
    with db.transaction() as session:
        audit.record(
            session,
            "platform.restore",
            f"backup:{manifest.made_at}",
            None,
            utcnow(),
            made_at=manifest.made_at,
        )
    if args.json:
        return {"made_at": manifest.made_at, "entries": len(manifest.entries), "schema": manifest.revision}
    return t(f"已恢复到 {manifest.made_at} 的状态", f"Restored to the state of {manifest.made_at}")
