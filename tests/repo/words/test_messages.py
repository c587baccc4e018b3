"""Every message of the product, also those that no test provokes, is in the words of its reader and in one language."""

import ast
import re
from collections.abc import Iterator

from tests.repo.test_source import LMS, sources
from tests.repo.words.found import code_in, foreign_in

FOR_PROGRAMS_AND_FILES = {
    "lms/cli/": "commands, whose names and options are what their readers type",
    "lms/settings.py": "settings are named as they are set",
    "lms/content/": "what is wrong in a content file is said by its keys",
    "lms/formats/": "what is wrong in a file of another system is said in the syntax of that file",
    "lms/domain/messages.py": "tables that people write by hand",
    "lms/sittings/request_messages.py": "requests of programs",
    "lms/bank/authoring/starter.py": "the beginning of a question as a text file",
    "lms/bank/templates/help.html": "how a question is written as a text file",
    "lms/bank/templates/text.html": "the same",
    "lms/web/templates/styleguide": "examples",
}
"""Where code is the reader's own language, and why."""
HELP = re.compile(r"^HELP = Text\(.*?^\)", re.DOTALL | re.MULTILINE)
"""How a kind is written as a text file."""
ABOUT_COMMANDS = re.compile(r"\blms [a-z]+(?: [a-z-]+)?|LMS_[A-Z_]+")
"""Commands and settings that an administrator is told to use."""
EXAMPLES = re.compile(
    r"https?://\S+|\bhttp://|lms\.toml|[\w.-]+@example\.cn|\d+[-T:.\d/]*\d|[a-z]+(?:/[a-z]+)?(?:-[a-z0-9]+)+|\.wuneng|[A-Z]\.|wuneng_verify\.py|text\.txt"
    r"|\bTOKEN\b|Content-Type: application/json|\bzh\b|\ben\b"
)
QUOTED = re.compile(
    r"“[^”]*”|《[^》]*》(?:第.条)?|对 or 错|答案：.?|解析：…?|惯例：…|工号, 场次, 座位|\d+年\S+|条例 第\S+条|中文"
)
"""What authors type in Chinese in every language, and examples of it."""


def texts(node: ast.AST) -> str:
    """Return what is written of a text, with a gap for each value in it."""
    match node:
        case ast.Constant(str() as value):
            return value
        case ast.JoinedStr(parts):
            return "".join(texts(part) if isinstance(part, ast.Constant) else " " for part in parts)
        case ast.BinOp(left, ast.Add(), right):
            return texts(left) + texts(right)
        case ast.IfExp(_, body, other):
            return f"{texts(body)} {texts(other)}"
    return ""


def of_modules() -> Iterator[tuple[str, str, str]]:
    """Yield (where, Chinese, English) of every pair of texts in a module."""
    for path, tree in sources().items():
        for node in ast.walk(tree):
            match node:
                case ast.Assign([ast.Name("HELP")], ast.Call() as call):
                    call.args = []
                case ast.Call(ast.Name("Text" | "t") | ast.Attribute(_, "Text" | "t"), [zh, en]):
                    yield path, texts(zh), texts(en)


_PAIR = re.compile(r"\bt\(\s*'((?:[^'\\]|\\.)*)'\s*,\s*'((?:[^'\\]|\\.)*)'")
_VALUE = re.compile(r"%(?:\(\w+\))?[sd]|\{\w+\}")


def of_templates() -> Iterator[tuple[str, str, str]]:
    """Yield (where, Chinese, English) of every pair of texts in a template."""
    for path in sorted(LMS.rglob("*.html")):
        for zh, en in _PAIR.findall(path.read_text("utf-8")):
            if (zh, en) not in (("en", "zh-Hans"), ("English", "中文")):
                yield path.relative_to(LMS.parent).as_posix(), _VALUE.sub(" ", zh), _VALUE.sub(" ", en)


def read() -> Iterator[tuple[str, str, str]]:
    """Yield every pair that people read, without commands, examples and quotations."""
    for path, zh, en in [*of_modules(), *of_templates()]:
        if not path.startswith(tuple(FOR_PROGRAMS_AND_FILES)):
            yield path, *(EXAMPLES.sub(" ", ABOUT_COMMANDS.sub(" ", text)) for text in (zh, en))


def test_no_message_has_code_in_it():
    assert [(path, text) for path, *both in read() for text in both if code_in(text)] == []


def test_no_chinese_message_has_english_words():
    assert [(path, zh, found) for path, zh, _ in read() if (found := foreign_in(zh, "zh"))] == []


def test_no_english_message_has_chinese_words_except_what_is_typed_in_chinese():
    pairs = [*of_modules(), *of_templates()]
    found = [(path, en) for path, _, en in pairs if foreign_in(QUOTED.sub("", en), "en")]
    assert [
        (path, en) for path, en in found if not path.startswith(("lms/cli/", "lms/formats/", "lms/content/"))
    ] == []


def test_nothing_is_excused_that_is_gone():
    written = {path for path, *_ in [*of_modules(), *of_templates()]}
    assert {
        path for path in FOR_PROGRAMS_AND_FILES if not any(each.startswith(path) for each in written)
    } == set()
