"""Find the models of every package."""

import importlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def load_models() -> None:
    """Import the models of every package, which refer to each other by table name, into Base.metadata."""
    for path in sorted(ROOT.glob("*/models.py")):
        importlib.import_module(f"{ROOT.name}.{path.parent.name}.models")
