"""A page of measured promises: programs write it, part by part, and what was not measured keeps its lines."""

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
    """A file of docs/, what stands above its parts, and who measures each part."""

    path: Path
    head: str
    parts: Mapping[str, Callable[[], str]]

    def measure(self, names: Iterable[str] = (), keep: bool = True) -> None:
        """Measure the named parts, or all, and put them in their places on the page, each as it is done."""
        for name in names or self.parts:
            on = machine()
            part = f"{self.parts[name]()}\n\nMeasured {on}."
            print(part, end="\n\n", flush=True)
            if keep:
                self.write({**self.kept(), name: part})

    def kept(self) -> dict[str, str]:
        """The parts that stand on the page now."""
        return dict(_PART.findall(self.path.read_text("utf-8"))) if self.path.exists() else {}

    def write(self, kept: Mapping[str, str]) -> None:
        """The page with these parts, in their order."""
        parts = [f"<!-- {name} -->\n{kept[name]}\n<!-- end -->\n" for name in self.parts if name in kept]
        self.path.write_text("\n".join([self.head, *parts]), "utf-8")


def machine() -> str:
    """Processor, memory and versions, in one line."""
    words = Path("/proc/cpuinfo").read_text("utf-8")
    found = re.search(r"model name\s*: (.*)", words)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} × {found.group(1).strip() if found else platform.machine()}",
        f"{memory:.0f} GiB",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("granian", "Flask", "SQLAlchemy")),
        f"load {os.getloadavg()[0]:.1f}",
    ]
    return f"{date.today().isoformat()}, " + ", ".join(parts)


def verdict(holds: bool) -> str:
    """What a reader looks for first."""
    return "kept" if holds else "**BROKEN**"


def of_latency(found: Latency) -> str:
    """Three numbers and a rate."""
    return f"p50 {found.p50} ms, p95 {found.p95} ms, p99 {found.p99} ms, {found.per_second} requests/s"
