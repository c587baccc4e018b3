"""Rules for every file of the product, so that nobody has to remember them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.repo.docs import ROOT

LMS = ROOT / "lms"
FORBIDDEN = {
    "service",
    "services",
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "managers",
    "misc",
}
NOW = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
WITHOUT_TOKEN = {"certificates.verify_file"}  # everybody can verify a file there, and nothing is written
VENDORED = {LMS / "sittings" / "static" / "vendor" / "noble-ciphers"}  # named by those who wrote it
UNSAFE = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}


@cache
def sources() -> dict[str, ast.Module]:
    """Return every Python file of the product by its path."""
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text("utf-8")) for p in sorted(LMS.rglob("*.py"))}


def nodes(*kinds: type) -> Iterator[tuple[str, ast.AST]]:
    """Yield (where, node) of every node of these kinds."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield f"{path}:{node.lineno}", node


def imported_modules() -> set[str]:
    """Return the first part of the name of every module that the product imports."""
    named = [alias.name for _, node in nodes(ast.Import) for alias in node.names]
    named += [node.module or "" for _, node in nodes(ast.ImportFrom)]
    return {name.split(".")[0] for name in named}


def calls() -> Iterator[tuple[str, str, str]]:
    """Yield (where, object, name) of every call: x.y() is (…, "x", "y"), y() is (…, "", "y")."""
    for where, node in nodes(ast.Call):
        match node.func:
            case ast.Attribute(ast.Name(owner), name):
                yield where, owner, name
            case ast.Attribute(ast.Attribute(_, owner), name):
                yield where, owner, name
            case ast.Name(name):
                yield where, "", name


def test_no_file_is_longer_than_300_lines():
    written = [path for kind in ("*.py", "*.js", "*.html", "*.css") for path in LMS.rglob(kind)]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in written
        if path.parent not in VENDORED
    }
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def test_no_folder_holds_more_than_19_files():
    folders = Counter(
        path.parent.relative_to(ROOT).as_posix()
        for top in ("lms", "tests", "bench")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and path.parent.name not in ("__pycache__", "fonts", "corpus")
    )
    assert {folder: count for folder, count in folders.items() if count > 19} == {}


def own_length(function: ast.AST) -> int:
    """Return its number of lines without those of inner functions, which are counted by themselves."""
    inner = [n for n in ast.walk(function) if n is not function and isinstance(n, ast.FunctionDef)]
    outer = [n for n in inner if not any(n in list(ast.walk(m))[1:] for m in inner)]
    return span(function) - sum(span(n) for n in outer)


def span(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_40_lines():
    functions = nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    long = [f"{where} {node.name}: {own_length(node)}" for where, node in functions if own_length(node) > 40]
    assert long == [], "\n".join(long)


def test_every_file_begins_by_saying_what_it_is_for():
    silent = [path for path, tree in sources().items() if tree.body and not ast.get_docstring(tree)]
    assert silent == [], "\n".join(silent)


def test_importing_the_package_loads_nothing():
    assert (LMS / "__init__.py").read_text("utf-8") == ""


def test_no_file_or_folder_has_a_name_that_says_nothing():
    ours = [p for p in LMS.rglob("*") if p.parent not in VENDORED]
    names = [str(p.relative_to(ROOT)) for p in ours if p.stem.lower() in FORBIDDEN]
    assert names == [], "\n".join(names)


def is_program(path: str) -> bool:
    """Return whether it is run by hand: it ends with `if __name__ == "__main__"`."""
    return isinstance(sources()[path].body[-1], ast.If)


def test_only_the_command_line_prints():
    printing = {where.split(":")[0] for where, owner, name in calls() if (owner, name) == ("", "print")}
    assert [p for p in sorted(printing) if not p.startswith("lms/cli/") and not is_program(p)] == []


def test_only_the_clock_knows_what_time_it_is():
    uses = [w for w, owner, name in calls() if (owner, name) in NOW and "platform/clock.py" not in w]
    assert uses == [], "\n".join(uses)


def is_entry_point(path: str) -> bool:
    """Return whether it is a view, an API call, a form or a list of tasks."""
    return bool(re.search(r"^lms/\w+/(api|forms|tasks|views|(views|forms)/\w+)\.py:", path))


def test_entry_points_import_the_session_and_nothing_else_of_sqlalchemy():
    imported = [
        f"{where} {alias.name}"
        for where, node in nodes(ast.Import, ast.ImportFrom)
        for alias in node.names
        if is_entry_point(where)
        and f"{getattr(node, 'module', '')}.{alias.name}".startswith(("sqlalchemy", ".sqlalchemy"))
    ]
    assert [name for name in imported if not name.endswith(" Session")] == []


def aliases(path: Path) -> Iterator[str]:
    """Yield every `import … as` of our own modules, and of names in them, in a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            named = [(alias.name, alias) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [("lms" if node.level else node.module, alias) for alias in node.names]
        else:
            continue
        for module, alias in named:
            if alias.asname and module.split(".")[0] in ("lms", "tests", "bench"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {alias.name} as {alias.asname}"


def test_our_own_modules_are_imported_under_their_own_names():
    files = [path for top in ("lms", "tests", "bench", ".ci") for path in (ROOT / top).rglob("*.py")]
    renamed = [alias for path in sorted(files) for alias in aliases(path)]
    assert renamed == [], "\n".join(renamed)


def test_nothing_reads_what_could_run_as_it_is_read():
    imported = [
        f"{where} {name}"
        for where, node in nodes(ast.Import, ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
        if name.split(".")[0] in UNSAFE
    ]
    run = [where for where, owner, name in calls() if owner == "" and name in ("eval", "exec", "compile")]
    assert (imported, run) == ([], [])


def test_nothing_is_left_to_do_and_nothing_is_silenced_without_a_reason():
    found = []
    for path in sources():
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line) or re.search(r"#\s*type: ignore(?!\[)", line):
                found.append(f"{path}:{number}: {line.strip()}")
    assert found == [], "\n".join(found)


def texts() -> Iterator[Path]:
    """Yield every text file that is ours."""
    for top in ("lms", "tests", "docs", "courses", "question_bank", "migrations", "bench"):
        for path in (ROOT / top).rglob("*"):
            if path.suffix in {".py", ".md", ".toml", ".html", ".css", ".js", ".svg", ".sh", ".mako"}:
                yield path
    yield from ROOT.glob("*.md")
    yield from (ROOT / name for name in ("pyproject.toml", "run", "test", "setup.sh"))


def test_no_file_names_a_place_on_the_machine_where_it_was_written():
    place = re.compile(r"/(?:work|root|home)/[a-z.]")
    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if place.search(line) and path != Path(__file__).resolve()
    ]
    assert named == [], "\n".join(named)


def test_templates_write_no_script_or_style_into_a_page():
    found = []
    for path in LMS.rglob("templates/**/*.html"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            handler = re.search(r"\son[a-z]+=\"|\sstyle=\"|javascript:", line)
            script = re.search(
                r"<script(?![^>]*\ssrc=)(?![^>]*nonce)(?![^>]*type=\"application/json\")", line
            )
            if handler or script:
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == [], "\n".join(found)


def test_every_form_that_changes_something_carries_the_token():
    bare = []
    for path in LMS.rglob("templates/**/*.html"):
        for form in re.findall(r"<form\b.*?</form>", path.read_text("utf-8"), flags=re.S):
            if any(f"'{endpoint}'" in form for endpoint in WITHOUT_TOKEN):
                continue
            if re.match(r"<form[^>]*method=\"post\"", form) and not re.search(
                r"csrf_token\(\)|c\.token\(\)", form
            ):
                bare.append(f"{path.relative_to(ROOT)}: {form[:80]}")
    assert bare == [], "\n".join(bare)


def test_the_migrations_are_where_they_are_searched():
    assert sorted(p.name for p in (ROOT / "migrations" / "versions").glob("*.py"))[0].startswith("0001_")
