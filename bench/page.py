"""A page of measured promises: programs write it part by part; parts that were not measured keep their lines."""

import os
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.load import Latency

DOCS = Path(__file__).resolve().parent.parent / "docs"
_PART = re.compile(r"<!-- (\w+) -->\n(.*?)\n<!-- end -->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of docs/, the text above its parts, and the function that measures each part."""

    path: Path
    head: str
    parts: Mapping[str, Callable[[], str]]

    def measure(self, names: Iterable[str] = (), keep: bool = True) -> None:
        """Measure the named parts, or all, and write each to the page as soon as it is done."""
        chosen = list(names) or list(self.parts)
        if unknown := [name for name in chosen if name not in self.parts]:
            raise SystemExit(
                f"no part is called {', '.join(unknown)}; the parts are: {', '.join(self.parts)}"
            )
        for name in chosen:
            on = machine()
            part = f"{self.parts[name]()}\n\nMeasured {on}."
            print(part, end="\n\n", flush=True)
            if keep:
                self.write({**self.current_parts(), name: part})

    def current_parts(self) -> dict[str, str]:
        """Return the parts that are on the page now."""
        return dict(_PART.findall(self.path.read_text("utf-8"))) if self.path.exists() else {}

    def write(self, texts: Mapping[str, str]) -> None:
        """Write the page with these parts, in their order."""
        parts = [f"<!-- {name} -->\n{texts[name]}\n<!-- end -->\n" for name in self.parts if name in texts]
        self.path.write_text("\n".join([self.head, *parts]), "utf-8")


def machine() -> str:
    """Return processor, memory and versions, in one line."""
    cpuinfo = Path("/proc/cpuinfo").read_text("utf-8")
    model = re.search(r"model name\s*: (.*)", cpuinfo)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} × {model.group(1).strip() if model else platform.machine()}",
        f"{memory:.0f} GiB",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("granian", "Flask", "SQLAlchemy")),
        f"load {os.getloadavg()[0]:.1f}",
    ]
    return f"{date.today().isoformat()}, " + ", ".join(parts)


def verdict(holds: bool) -> str:
    """Return whether a promise was kept, for the last line of a part."""
    return "kept" if holds else "**BROKEN**"


def latency_text(latency: Latency) -> str:
    """Return three percentiles and the rate."""
    return (
        f"p50 {latency.p50} ms, p95 {latency.p95} ms, p99 {latency.p99} ms, {latency.per_second} requests/s"
    )
