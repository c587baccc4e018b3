"""Simulates a disk that loses, at a power cut, whatever was not synced: a small C library, compiled when it is needed."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("power_cut.c")


def compiler() -> str | None:
    """Return the path of the C compiler of this machine; None if it has none."""
    return next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)


class Disk:
    """An SQLite database on such a disk. Programs that use it are started with `environ`."""

    def __init__(self, path: Path, kept: Path) -> None:
        """Compile the library; `kept` is a folder for what has reached the disk."""
        self.path, self.kept = path.resolve(), kept
        kept.mkdir()
        library = kept / "power_cut.so"
        program = compiler()
        if program is None:
            raise RuntimeError("no C compiler: power cuts cannot be tried on this machine")
        subprocess.run([program, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE)], check=True)
        self.environ = {
            "LD_PRELOAD": str(library.resolve()),
            "POWER_DISK": str(self.path),
            "POWER_KEPT": str(kept.resolve() / self.path.name),
        }
        for file in self._files(self.path):
            shutil.copyfile(file, kept / file.name)  # what was there before is on the disk

    def cut(self) -> None:
        """Cut the power, after every program has ended: replace the files by what was synced of them."""
        for file in self._files(self.path):
            file.unlink()
        for file in self._files(self.kept / self.path.name):
            shutil.copyfile(file, self.path.with_name(file.name))

    @staticmethod
    def _files(database: Path) -> list[Path]:
        names = (database.name, f"{database.name}-wal", f"{database.name}-shm")
        return [database.with_name(name) for name in names if database.with_name(name).exists()]
