"""The command line: every command calls a use-case and prints the outcome in the reader's language."""

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy.exc import SQLAlchemyError

from lms.cli import messages
from lms.cli.terminal import installed, usage
from lms.domain.place import NOWHERE
from lms.domain.problem import Problem, Refused, Text
from lms.platform.db.database import Database
from lms.platform.logs import start
from lms.settings import Settings

Run = Callable[[argparse.Namespace], Any]
"""A command returns what --json prints; a list of Problems or a Refused ends it with exit code 1."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A negative outcome: printed like any other, but the exit code is 1."""

    value: Any
    text: str


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
"""Descriptions of the first words of commands."""
SAME_FILE = {"restore": "backup", "worker": "run"}
"""Commands that are defined in the file of another."""
NOT_COMMANDS = {"findings", "messages"}
"""Modules of this package that define no command."""


DATA_FOLDER = Text(
    "数据文件夹依次取：--data；LMS_DATA_DIR；./run 上次用的文件夹（记在程序旁的 .data-folder 里）；程序文件夹里的 data。"
    "那里没有五能的数据时，命令只说明这一点，什么都不建立；run、restore 和指明了文件夹的 migrate 除外。",
    "The data folder is the one of --data, else of LMS_DATA_DIR, else the one that ./run used last (noted in .data-folder"
    " beside the program), else data in the folder of the program. Where it holds no installation, a command says so and"
    " creates nothing; run, restore, and migrate with a named folder are the exceptions.",
)


class Parser(argparse.ArgumentParser):
    """argparse has its own texts in English only; these are in the reader's language."""

    def __init__(self, prog: str | None = None, **more: Any) -> None:
        super().__init__(prog, **{**more, "add_help": False})
        self._positionals.title = t("命令与参数", "commands and arguments")
        self._optionals.title = t("选项", "options")
        self.add_argument("-h", "--help", action="help", help=t("显示本说明", "show this help"))

    def format_help(self) -> str:
        """Return what --help prints."""
        return super().format_help().replace("usage: ", t("用法：", "usage: "), 1)

    def format_usage(self) -> str:
        """Return the line that shows how the command is written."""
        return super().format_usage().replace("usage: ", t("用法：", "usage: "), 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and where the help is, and exit with code 2."""
        wrong = usage.explain(message)
        zh = f"用法不对。{wrong.zh}；请看 {self.prog} --help"
        en = f"Wrong usage: {wrong.en}; see {self.prog} --help"
        self.exit(2, f"{self.format_usage()}{t(zh, en)}\n")


class Version(argparse.Action):
    """--version: the version of pyproject.toml, as it was installed."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print it and exit. The import is slow, so only this action has it."""
        from importlib.metadata import version

        print(version("wuneng"))
        parser.exit()


class Commands:
    """The commands that the modules of this package add: add("records", "export", …)."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._top = parser.add_subparsers(dest="group", metavar=_command(), required=True)
        self._groups: dict[str, Any] = {}

    def add(self, *names: str, doc: Text, run: Run) -> argparse.ArgumentParser:
        """Add a command of one or two words; return its parser for further arguments."""
        description = doc.in_(language())
        parent = self._top if len(names) == 1 else self._group(names[0])
        parser: argparse.ArgumentParser = parent.add_parser(
            names[-1], help=description, description=description
        )
        parser.add_argument(
            "--json", action="store_true", help=t("只输出一个 JSON 文档", "print one JSON document")
        )
        parser.add_argument("--data", metavar="DIR", help=t("数据文件夹", "the data folder"))
        parser.set_defaults(run=run)
        return parser

    def _group(self, name: str) -> Any:
        if name not in self._groups:
            description = GROUPS[name].in_(language())
            parser = self._top.add_parser(name, help=description, description=description)
            self._groups[name] = parser.add_subparsers(dest="command", metavar=_command(), required=True)
        return self._groups[name]


def language() -> str:
    """Return "zh", or "en" if the environment names another language."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") or not locale or locale.startswith("C") else "en"


def _command() -> str:
    return usage.COMMAND.in_(language())


def t(zh: str, en: str) -> str:
    """Return the text in the reader's language."""
    return en if language() == "en" else zh


def installation(args: argparse.Namespace) -> tuple[Settings, Database]:
    """Return the settings and the database that a command works on. Raise Refused if there is none."""
    found, db = installed.find(args.data)
    installed.ready(found, db)
    return found, db


def build_parser(word: str = "") -> argparse.ArgumentParser:
    """Return the parser of the commands that begin with `word`; of all if none does.

    A command is in a file whose name begins with its first word. The other files are not imported, because that
    would take half of the time of a command.
    """
    description = t("五能：培训与能力测评系统", "Wuneng: training and assessment")
    parser = Parser("lms", description=description, epilog=DATA_FOLDER.in_(language()))
    parser.add_argument("--version", action=Version, nargs=0, help=t("显示版本", "show the version"))
    commands = Commands(parser)
    files = sorted(
        m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg and m.name not in NOT_COMMANDS
    )
    matching = [name for name in files if name.split("_")[0] == SAME_FILE.get(word, word)]
    for name in matching or files:
        importlib.import_module(f"{__name__}.{name}").add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return exit code 0 on success, 1 on a refusal, 2 on wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    args = build_parser(words[0] if words else "").parse_args(words)
    start()
    try:
        outcome = args.run(args)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    except (Refused, OSError, SQLAlchemyError) as error:
        refused = _refusal(error)
        problems = refused.problems or [Problem(NOWHERE, refused.what, refused.how)]
        return _refuse(args, problems, refused.code)
    if isinstance(outcome, list) and outcome and all(isinstance(p, Problem) for p in outcome):
        return _refuse(args, outcome, "problems")
    code = 0
    if isinstance(outcome, Failed):
        code, outcome = 1, outcome.value if args.json else outcome.text
    if args.json:
        print(json.dumps(outcome, ensure_ascii=False, default=str))
    elif isinstance(outcome, str):
        print(outcome, file=sys.stderr if code else sys.stdout)
    return code


def _refusal(error: Exception) -> Refused:
    """Return the error as a refusal: a full disk or a database that does not answer is no fault of the program."""
    if isinstance(error, Refused):
        return error
    return messages.file_refused(error) if isinstance(error, OSError) else messages.database_fails(error)


def _refuse(args: argparse.Namespace, problems: Sequence[Problem], code: str) -> int:
    if args.json:
        rows = [problem.as_json(language()) for problem in problems]
        rows = [row | {"where": row["where"] or code} for row in rows]
        print(json.dumps({"error": code, "problems": rows}, ensure_ascii=False))
    for problem in problems:
        print(problem.line(language()), file=sys.stderr)
    return 1
