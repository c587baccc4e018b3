"""Split lines into questions: find the line that begins each, and what each line adds to it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lms.formats.numbered_text import messages
from lms.formats.numbered_text.answer_list import begins_answer_list
from lms.formats.numbered_text.headings import QuestionStart, chapter_title, is_chapter
from lms.formats.numbered_text.line import Line, Option, RawQuestion, Section
from lms.formats.numbered_text.options import inline_options, options_in
from lms.formats.numbered_text.parsed_lines import ParsedLine, ParsedLines
from lms.formats.numbered_text.stem import KIND_NAMED, RULES_ALONE

_OPEN_QUESTION = re.compile(
    r"^[^一-龥]*(?:简述|论述|试述|谈谈|谈一谈|阐述|请|什么是|如何|怎样|为什么|名词解释)|[?？]\s*$"
)
_MANY_LINES = ("answer", "feedback", "rubric")
"""Fields whose words may continue on the lines below."""


class Splitter:
    """Reads the lines once.

    `raws` are the questions, `answers` the lines of the list of answers at the end, `introductions` the lines before the
    first question of a section.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.raws: list[RawQuestion] = []
        self.answers: list[Line] = []
        self.introductions: list[tuple[Section, list[Line]]] = []
        self._parsed = ParsedLines(lines)
        self._section = Section()
        self._style = ""
        self._number = 0
        self._last = 0
        self._current: RawQuestion | None = None
        self._open_field = ""
        self._type = ""
        self._after_blank = False
        last_option = self._parsed.last_option()
        for index, line in enumerate(lines):
            if line.blank:
                self._after_blank = True
                continue
            if index > last_option and begins_answer_list(lines, index, self.raws):
                self.answers = list(lines[index:])
                return
            self._read(index, line)
            self._after_blank = False

    def _read(self, index: int, line: Line) -> None:
        parsed = self._parsed.at(index)
        start = parsed.start
        may_be_chapter = (start is not None and start.style == "numeral") or is_chapter(line.text)
        if self._is_type_alone(parsed):
            self._type = parsed.fields[0][1]
        elif parsed.heading is not None and not self._parsed.is_question_itself(index):
            self._begin_section(parsed.heading)
        elif may_be_chapter and not self._parsed.is_question_itself(index):
            self._begin_section(Section(category=chapter_title(line.text)))
        elif start and self._is_next_number(start, index):
            self._begin(line, start)
            self._add(index, *self._parsed.fields_of(start.words))
        elif self._begins_unnumbered(index):
            self._begin(line, None)
            self._add(index, parsed.words, parsed.fields)
        elif self._current is None:
            self._add_introduction(line)
        else:
            if start and start.style == self._style:
                self._current.last_list_number = start.number
            self._add(index, parsed.words, parsed.fields)

    def _is_type_alone(self, parsed: ParsedLine) -> bool:
        """Whether the line has only the kind of the question below it."""
        may_begin = self._current is None or self._current.answered
        return may_begin and not parsed.words.strip() and [name for name, _ in parsed.fields] == ["type"]

    def _add_introduction(self, line: Line) -> None:
        if not self.introductions or self.introductions[-1][0] is not self._section:
            self.introductions.append((self._section, []))
        self.introductions[-1][1].append(line)

    def _begin_section(self, section: Section) -> None:
        category = section.category or (self._section.category if section.kind else "")
        self._section = replace(section, category=category, number=self._section.number + 1)
        self._style, self._number, self._current, self._open_field = "", 0, None, ""

    def _begin(self, line: Line, start: QuestionStart | None) -> None:
        self._current = RawQuestion(line.place, self._section, (start.number or None) if start else None)
        self.raws.append(self._current)
        if self._type:
            self._current.fields["type"] = [self._type]
        self._open_field = self._type = ""
        if start and start.number:
            self._style, self._number = start.style, start.number
            self._last = start.number

    def _is_next_number(self, start: QuestionStart, index: int) -> bool:
        """Whether a numbered line is the next question, and not a number or a list inside this one."""
        if start.style == "named":
            return True
        expected = self._number + 1
        current = self._current
        if start.ambiguous and start.number != expected:
            return False
        if current is None:
            return start.style != "space" or start.number in (1, self._last + 1)
        done = len(current.options) >= 2 or current.answered
        if start.style != self._style:
            plain = {start.style, self._style} <= {"plain", "space", ""}
            follows = done and start.number == expected and (plain or not self._may_continue())
            return follows and self._parsed.has_options_or_answer(index)
        if start.number == expected:
            continues_list = current.last_list_number and start.number == current.last_list_number + 1
            return not continues_list or self._ends_list(current, index)
        if self._may_continue():
            return start.number > expected and self._parsed.has_options_or_answer(index)
        if start.number == 1:
            return done or not (current.stem and current.stem[-1].endswith((":", "：")))
        return done or (start.number > expected and self._parsed.has_options_or_answer(index))

    def _ends_list(self, current: RawQuestion, index: int) -> bool:
        """Whether a number that could continue a list in the answer above is the next question. If not, add a notice."""
        line = self.lines[index]
        if self._parsed.has_options_or_answer(index) or self._after_blank or _OPEN_QUESTION.search(line.text):
            return True
        current.notices.append(messages.perhaps_next_question(line.place, line.text))
        return False

    def _may_continue(self) -> bool:
        """Whether the words of an answer or an explanation may continue: letters of options never do."""
        if self._current is None or not self._open_field:
            return False
        return not (self._open_field == "answer" and self._current.options)

    def _begins_unnumbered(self, index: int) -> bool:
        """A line without a number begins a question if the one before is answered and options or an answer follow."""
        parsed, current = self._parsed.at(index), self._current
        if parsed.letter or (parsed.fields and not parsed.words.strip()):
            return False
        if parsed.names_kind and (current is None or self._may_end(current)):
            return True
        if current is None:
            return self._parsed.first_marker(index) in ("a", "answer")
        if not (current.answered and (len(current.options) >= 2 or self._after_blank)):
            return False
        if current.number is not None and not self._after_blank:
            return self._parsed.first_marker(index) == "a"
        return self._parsed.first_marker(index) in ("a", "answer")

    @staticmethod
    def _may_end(current: RawQuestion) -> bool:
        """Whether a line that names its kind is the next question: not where questions have numbers."""
        names_kind = bool(current.stem) and KIND_NAMED.fullmatch(current.stem[0]) is not None
        return current.number is None and (current.answered or bool(current.options) or names_kind)

    def _add(self, index: int, words: str, fields: Sequence[tuple[str, str]]) -> None:
        """Add a line to the question: options, fields, or more words of what came last."""
        current, line = self._current, self.lines[index]
        assert current is not None
        if words.strip() or not fields:
            self._add_words(current, index, Line(words, line.place))
        for name, value in fields:
            if name != "options":
                self._add_field(current, name, value, line)
            elif value:
                self._add_words(current, index, Line(value, line.place))

    def _add_field(self, current: RawQuestion, name: str, value: str, line: Line) -> None:
        if name == "answer" and current.answered and value:
            current.problems.append(messages.two_answers(line.place))
        current.fields.setdefault(name, []).extend([value] if value else [])
        current.places.setdefault(name, line.place)
        self._open_field = name if name in _MANY_LINES else ""

    def _add_words(self, current: RawQuestion, index: int, line: Line) -> None:
        if RULES_ALONE.fullmatch(line.text):
            current.stem.append(line.text.strip())
            return
        closed = not line.text or (self._open_field and current.options)
        options = [] if closed else self._options(current, index, line)
        if options:
            self._open_field = ""
            current.options += [Option(letter, [words], line.place) for letter, words in options]
        elif self._open_field:
            letters_given = self._open_field == "answer" and current.options and current.answered
            name = "feedback" if letters_given else self._open_field
            current.fields.setdefault(name, []).append(line.text.strip())
        elif current.options:
            current.options[-1].lines.append(line.text.rstrip())
        else:
            stem, inline = inline_options(line.text)
            current.stem.append(stem.rstrip())
            current.options += [Option(letter, [words], line.place) for letter, words in inline]

    def _options(self, current: RawQuestion, index: int, line: Line) -> list[tuple[str, str]]:
        last = current.options[-1].letter if current.options else ""
        expected = "a" if not last else chr(ord(last) + 1) if last < "z" else ""
        options = options_in(line.text, expected, self._parsed.next_text(index))
        if not options or (not last and options[0][0] != "a"):
            return []
        if len(options) == 1 and not last and not self._parsed.second_follows(index):
            return []
        if last and options[0][0] > chr(min(ord(last) + 3, ord("z"))):
            return []
        return options
