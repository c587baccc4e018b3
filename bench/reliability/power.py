"""A disk that forgets, when the power goes, whatever was not synced: a small C library, made when it is needed."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("power_cut.c")


def compiler() -> str | None:
    """The C compiler of this machine, if it has one."""
    return next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


class Disk:
    """An SQLite database on such a disk. Programs that use it are started with `environ`."""

    def __init__(self, path: Path, kept: Path) -> None:
        """`kept` is a folder for what has reached the platter."""
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
            shutil.copyfile(file, kept / file.name)  # what was there before is on the platter

    def cut(self) -> None:
        """The power goes, when every program has ended: the files are what was synced of them."""
        for file in self._files(self.path):
            file.unlink()
        for file in self._files(self.kept / self.path.name):
            shutil.copyfile(file, self.path.with_name(file.name))

    @staticmethod
    def _files(database: Path) -> list[Path]:
        names = (database.name, f"{database.name}-wal", f"{database.name}-shm")
        return [database.with_name(name) for name in names if database.with_name(name).exists()]
