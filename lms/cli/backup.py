"""lms backup | restore: the whole installation as one file."""

import argparse
import hashlib
from pathlib import Path
from typing import Any

from lms import settings
from lms.cli import Commands, messages, t
from lms.cli.serving.prepare import FINGERPRINT_FILE
from lms.cli.terminal import installed
from lms.domain.problem import Text
from lms.platform import audit, backup
from lms.platform.clock import utcnow
from lms.platform.db.database import Database
from lms.platform.db.models import load_models
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
    found, db = installed.find(args.data)
    installed.ready(found, db, outdated=True)
    out = Path(args.out)
    if _is_own(out, found.data_dir):
        raise messages.part_of_installation(args.out)
    try:
        manifest = backup.write_backup(db, found.data_dir, out, utcnow())
    except OSError as error:
        raise messages.file_unwritable(args.out, error) from None
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
    folder = found.data_dir.resolve()
    return t(
        f"已把 {folder} 备份到 {out}：{size} 字节，含 {files} 个文件\nSHA-256 {digest}\n"
        "签名密钥 secret-key 不在备份里，请另存一份，放在别处",
        f"Backed up {folder} to {out}: {size} bytes with {files} files\nSHA-256 {digest}\n"
        "The key in secret-key is not in it: keep a copy of it elsewhere",
    )


def _is_own(out: Path, data_dir: Path) -> bool:
    """Return whether the file is one that the installation itself uses."""
    own = [*data_dir.glob("*.sqlite3*"), *data_dir.glob("*.lock"), *data_dir.glob("*.json")]
    return out.exists() and any(
        path.exists() and path.samefile(out)
        for path in (*own, data_dir / "secret-key", data_dir / "lms.toml", data_dir / FINGERPRINT_FILE)
    )


def run_restore(args: argparse.Namespace) -> Any:
    """Check the whole backup, then replace the data, then upgrade the schema to this version."""
    load_models()
    wanted = settings.read(data_dir=args.data)
    db = Database(wanted.url)
    manifest = backup.restore(Path(args.file), db, wanted.data_dir, utcnow())
    settings.load(data_dir=args.data)  # only now: a refused backup leaves no folder and no key
    migrate.upgrade(db, wanted.data_dir / "before-upgrade")
    (wanted.data_dir / FINGERPRINT_FILE).unlink(missing_ok=True)
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
