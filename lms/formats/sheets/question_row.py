"""A row with a question, under its header: its cells by field, and what is wrong with them."""

from dataclasses import dataclass, field

from lms.domain.place import Place, column_name
from lms.domain.problem import Message, Problem
from lms.formats.markup.plain_text import markdown_of_plain
from lms.formats.sheets import messages
from lms.formats.sheets.headers import Header
from lms.formats.workbooks.grid import Row, Sheet


@dataclass(slots=True)
class QuestionRow:
    """With `problems` the question is not read; with `notices` it is."""

    sheet: Sheet
    header: Header
    row: Row
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Return whether the cell of this field shows anything, even a formula that failed."""
        column = self.header.columns.get(name, -1)
        return column in self.row.cells or column in self.row.unreadable

    def text(self, name: str, *, vital: bool = True) -> str:
        """Return the text of this field; "" if it is empty, or unreadable, which is added to what is wrong."""
        column = self.header.columns.get(name, -1)
        if column in self.row.unreadable and column not in self.used:
            wrong = self.problems if vital else self.notices
            what = self.row.unreadable[column]
            wrong.append(Problem(self.place(name), what, messages.CALCULATE_FORMULA))
        self.used.add(column)
        return self.row.cells.get(column, "")

    def markdown(self, name: str) -> str:
        """Return the text as Markdown; it is plain unless the header declares Markdown."""
        text = self.text(name)
        return text if self.header.markdown else markdown_of_plain(text)

    def counted(self, name: str) -> list[tuple[str, str]]:
        """Return (field, text) of the filled cells of a counted field, by number: option.1, option.2, …"""
        fields = [f"{name}.{number}" for number, _ in self.header.counted(name)]
        return [(each, self.text(each)) for each in fields if self.has(each)]

    def place(self, name: str) -> Place:
        """Return the place of a field, or that of the stem if the sheet has no such column."""
        column = self.header.columns.get(name, self.header.columns["stem"])
        return self.sheet.place(self.row.number, column)

    def add_problem(self, name: str, words: Message) -> None:
        """Add what is wrong in the cell of a field, so that the question is not read."""
        self.problems.append(Problem(self.place(name), *words))

    def add_notice(self, name: str, words: Message) -> None:
        """Add what to check in the cell of a field; the question is read."""
        self.notices.append(Problem(self.place(name), *words, notice=True))

    def unused(self) -> dict[str, str]:
        """Return the filled cells that were not asked for, by the titles of their columns."""
        return {
            self.header.titles.get(column, column_name(column)): text
            for column, text in self.row.cells.items()
            if column not in self.used
        }

    def rule(self, rules: dict[str, str], default: str) -> str:
        """Return the scoring rule that the row names by a key of `rules`, or the default."""
        text = self.text("rule", vital=False)
        rule = next((rule for key, rule in rules.items() if key in text), "")
        rule = rule or (text if text in rules.values() else "")
        if text and not rule:
            self.add_notice("rule", messages.unknown_rule(text, rules))
        return rule or default
