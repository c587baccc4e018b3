"""One row of questions under its header: its cells by what they mean, and what is wrong with them."""

from dataclasses import dataclass, field

from lms.domain.place import Place, column_name
from lms.domain.problem import Problem, Text
from lms.formats.markup.plain_text import markdown_of_plain
from lms.formats.sheets.headers import Header
from lms.formats.workbooks.grid import Row, Sheet


@dataclass(slots=True)
class QuestionRow:
    """`problems` stop the question from being read; `notes` are told and the question is read all the same."""

    sheet: Sheet
    header: Header
    row: Row
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the cell of this field shows anything, be it a formula that failed."""
        column = self.header.columns.get(name, -1)
        return column in self.row.cells or column in self.row.unreadable

    def text(self, name: str, *, vital: bool = True) -> str:
        """The words in the cell of this field; "" if it is empty or cannot be read, which is noted."""
        column = self.header.columns.get(name, -1)
        if column in self.row.unreadable and column not in self.used:
            told = self.problems if vital else self.notes
            how = Text(
                "请在 Excel 中打开并保存一次，或直接填写结果",
                "Open and save it in Excel once, or enter the result itself",
            )
            told.append(Problem(self.place(name), self.row.unreadable[column], how))
        self.used.add(column)
        return self.row.cells.get(column, "")

    def markdown(self, name: str) -> str:
        """The words as Markdown; plain words in a sheet that does not say it holds Markdown."""
        words = self.text(name)
        return words if self.header.markdown else markdown_of_plain(words)

    def counted(self, name: str) -> list[tuple[str, str]]:
        """(field, words) of the filled cells of a counted field, by number: option.1, option.2, …"""
        fields = [f"{name}.{number}" for number, _ in self.header.counted(name)]
        return [(each, self.text(each)) for each in fields if self.has(each)]

    def place(self, name: str) -> Place:
        """The cell of a field; that of the stem if the sheet has no such column."""
        column = self.header.columns.get(name, self.header.columns["stem"])
        return self.sheet.place(self.row.number, column)

    def bad(self, name: str, what: Text, how: Text) -> None:
        """Notes what is wrong in the cell of a field, so that the question is not read."""
        self.problems.append(Problem(self.place(name), what, how))

    def note(self, name: str, what: Text, how: Text) -> None:
        """Notes what to look at in the cell of a field; the question is read."""
        self.notes.append(Problem(self.place(name), what, how, notice=True))

    def unused(self) -> dict[str, str]:
        """Filled cells that nothing asked for, under the names of their columns."""
        return {
            self.header.titles.get(column, column_name(column)): words
            for column, words in self.row.cells.items()
            if column not in self.used
        }

    def rule(self, rules: dict[str, str], default: str) -> str:
        """The rule of scoring that the row names by one of the marks in `rules`, else the default."""
        words = self.text("rule", vital=False)
        found = next(
            (rule for mark, rule in rules.items() if mark in words), words if words in rules.values() else ""
        )
        if words and not found:
            what = Text(
                f"不认识计分规则“{words[:30]}”，已用默认规则",
                f'the rule "{words[:30]}" is not known; the usual one is used',
            )
            self.note("rule", what, Text(f"请写：{'、'.join(rules)}", f"Write one of: {', '.join(rules)}"))
        return found or default
