"""The command line: every command calls a use-case and says in the reader's language what came of it."""

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from lms import settings
from lms.domain.place import named
from lms.domain.problem import Problem, Refused, Text
from lms.platform.db.database import Database
from lms.platform.logs import start

Run = Callable[[argparse.Namespace], Any]
"""A command returns what --json prints; a list of Problems or a Refused ends it with exit code 1."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An outcome that is a no: printed like any other, but the exit code is 1."""

    value: Any
    words: str


GROUPS = {
    "audit": Text("审计日志：核验、检查点、导出", "the audit trail: verify, checkpoint, export"),
    "bank": Text("题库：转换、导入、导出试题文件", "the question bank: convert, import and export files"),
    "certificate": Text("证书：核验 PDF", "certificates: verify a PDF"),
    "content": Text("课程和试题文件：检查、载入", "courses and questions as files: check and load"),
    "people": Text("人员账号", "people's accounts"),
    "records": Text("结业记录：导出", "completion records: export"),
    "reports": Text("报表：导出为文件", "reports: written to files"),
    "roster": Text("人员名册：导入", "the roster: import"),
    "token": Text("接口访问令牌", "personal access tokens"),
}
"""What the first words of commands stand for."""
BESIDE = {"restore": "backup", "worker": "run"}
"""Commands that are in the file of another."""


class Parser(argparse.ArgumentParser):
    """argparse says its own words in English only; here the reader's language has them."""

    def __init__(self, prog: str | None = None, **more: Any) -> None:
        super().__init__(prog, **{**more, "add_help": False})
        self._positionals.title = say("命令与参数", "commands and arguments")
        self._optionals.title = say("选项", "options")
        self.add_argument("-h", "--help", action="help", help=say("显示本说明", "show this help"))

    def format_help(self) -> str:
        """What --help prints."""
        return super().format_help().replace("usage: ", say("用法：", "usage: "), 1)

    def error(self, message: str) -> NoReturn:
        """Wrong usage: what, and where to read how."""
        hint = say(f"用法不对，请看 {self.prog} --help", f"wrong usage, see {self.prog} --help")
        self.exit(2, f"{self.format_usage()}{hint}: {message}\n")


class Version(argparse.Action):
    """--version: the version of pyproject.toml, as it was installed."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print it and end; only who asks loads what finds it."""
        from importlib.metadata import version

        print(version("wuneng"))
        parser.exit()


class Commands:
    """Where the modules of this package put their commands: add("records", "export", …)."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._top = parser.add_subparsers(dest="group", metavar="COMMAND", required=True)
        self._groups: dict[str, Any] = {}

    def add(self, *names: str, doc: Text, run: Run) -> argparse.ArgumentParser:
        """A command of one or two words; returns its parser for further arguments."""
        words = doc.in_(reader())
        parent = self._top if len(names) == 1 else self._group(names[0])
        parser: argparse.ArgumentParser = parent.add_parser(names[-1], help=words, description=words)
        parser.add_argument(
            "--json", action="store_true", help=say("只输出一个 JSON 文档", "print one JSON document")
        )
        parser.add_argument("--data", metavar="DIR", help=say("数据文件夹", "the data folder"))
        parser.set_defaults(run=run)
        return parser

    def _group(self, name: str) -> Any:
        if name not in self._groups:
            words = GROUPS[name].in_(reader())
            parser = self._top.add_parser(name, help=words, description=words)
            self._groups[name] = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
        return self._groups[name]


def reader() -> str:
    """zh unless the environment says the reader reads something else."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.lower().startswith("zh") or not spoken or spoken.startswith("C") else "en"


def say(zh: str, en: str) -> str:
    """The words for this reader."""
    return en if reader() == "en" else zh


def installation(args: argparse.Namespace) -> tuple[settings.Settings, Database]:
    """The settings and database that a command works on."""
    found = settings.load(data_dir=args.data)
    return found, Database(found.url)


def build(word: str = "") -> argparse.ArgumentParser:
    """The parser of the commands that begin with `word`; of all if none does.

    A command is in a file that begins with its first word, and what the other files need is not even loaded:
    that would be half of the time that a command takes.
    """
    parser = Parser("lms", description=say("五能：培训与能力测评系统", "Wuneng: training and assessment"))
    parser.add_argument("--version", action=Version, nargs=0, help=say("显示版本", "show the version"))
    commands = Commands(parser)
    files = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg)
    asked = [name for name in files if name.split("_")[0] == BESIDE.get(word, word)]
    for name in asked or files:
        importlib.import_module(f"{__name__}.{name}").add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 on success, 1 on a refusal, 2 on wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    args = build(words[0] if words else "").parse_args(words)
    start()
    try:
        outcome = args.run(args)
    except Refused as refused:
        problems = refused.problems or [Problem(named(refused.code), refused.what, refused.how)]
        return _refuse(args, problems, refused.code)
    except BrokenPipeError:
        return 1
    if isinstance(outcome, list) and outcome and all(isinstance(p, Problem) for p in outcome):
        return _refuse(args, outcome, "problems")
    code = 0
    if isinstance(outcome, Failed):
        code, outcome = 1, outcome.value if args.json else outcome.words
    if args.json:
        print(json.dumps(outcome, ensure_ascii=False, default=str))
    elif isinstance(outcome, str):
        print(outcome, file=sys.stderr if code else sys.stdout)
    return code


def _refuse(args: argparse.Namespace, problems: Sequence[Problem], code: str) -> int:
    if args.json:
        rows = [problem.as_json(reader()) for problem in problems]
        print(json.dumps({"error": code, "problems": rows}, ensure_ascii=False))
    for problem in problems:
        print(problem.line(reader()), file=sys.stderr)
    return 1
