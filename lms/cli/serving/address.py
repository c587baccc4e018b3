"""Notes in the data folder at which address it is served, for commands that run beside the server."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from lms.platform.locks import SERVING, hold
from lms.settings import Settings

FILE = "serving-at"


@contextlib.contextmanager
def noted(settings: Settings) -> Iterator[None]:
    """Have the address in the data folder inside the block."""
    path = settings.data_dir / FILE
    path.write_text(f"http://{settings.host}:{settings.port}\n", "utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def served_at(data_dir: Path) -> str:
    """Return the address at which the data folder is served now; "" if it is not."""
    try:
        address = (data_dir / FILE).read_text("utf-8").strip()
    except OSError:
        return ""
    with hold(data_dir / SERVING, wait=False) as alone:  # a server that was killed leaves its note
        return "" if alone else address
