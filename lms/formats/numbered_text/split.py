"""Cuts a paper into its questions: which line begins one, and what each line adds to it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lms.domain.problem import Problem, Text
from lms.formats.numbered_text.answer_list import begins_answer_list
from lms.formats.numbered_text.headings import QuestionStart, chapter_title, is_chapter
from lms.formats.numbered_text.line import Line, Option, RawQuestion, Section
from lms.formats.numbered_text.options import inline_options, options_in
from lms.formats.numbered_text.parsed_lines import ParsedLine, ParsedLines
from lms.formats.numbered_text.stem import RULES_ALONE, TYPED

_OPEN_QUESTION = re.compile(
    r"^[^一-龥]*(?:简述|论述|试述|谈谈|谈一谈|阐述|请|什么是|如何|怎样|为什么|名词解释)|[?？]\s*$"
)
_MANY_LINES = ("answer", "feedback", "rubric")
"""Fields whose words may go on below."""


class Splitter:
    """Goes through the lines once. `raws` are the questions, `answers` the lines of the list of answers at the end,
    `spare` what stands before the first question of a section."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.raws: list[RawQuestion] = []
        self.answers: list[Line] = []
        self.spare: list[tuple[Section, list[Line]]] = []
        self._looks = ParsedLines(lines)
        self._section = Section()
        self._style = ""
        self._number = 0
        self._last = 0
        self._current: RawQuestion | None = None
        self._open = ""
        self._type = ""
        self._after_blank = False
        last_option = self._looks.last_option()
        for place, line in enumerate(lines):
            if line.blank:
                self._after_blank = True
                continue
            if place > last_option and begins_answer_list(lines, place, self.raws):
                self.answers = list(lines[place:])
                return
            self._take(place, line)
            self._after_blank = False

    def _take(self, place: int, line: Line) -> None:
        look = self._looks.at(place)
        begun = look.start
        if self._tells_type(look):
            self._type = look.fields[0][1]
        elif look.heading is not None and not self._looks.asks_here(place):
            self._enter(look.heading)
        elif ((begun and begun.style == "numeral") or is_chapter(line.text)) and not self._looks.asks_here(
            place
        ):
            self._enter(Section(category=chapter_title(line.text)))
        elif begun and self._begins(begun, place):
            self._begin(line, begun)
            self._feed(place, *self._looks.fields_of(begun.rest))
        elif self._begins_unnumbered(place):
            self._begin(line, None)
            self._feed(place, look.words, look.fields)
        elif self._current is None:
            self._put_aside(line)
        else:
            if begun and begun.style == self._style:
                self._current.listed = begun.number
            self._feed(place, look.words, look.fields)

    def _tells_type(self, look: ParsedLine) -> bool:
        """Whether the line says nothing but the kind of the question below it."""
        free = self._current is None or self._current.answered
        return free and not look.words.strip() and [name for name, _ in look.fields] == ["type"]

    def _put_aside(self, line: Line) -> None:
        if not self.spare or self.spare[-1][0] is not self._section:
            self.spare.append((self._section, []))
        self.spare[-1][1].append(line)

    def _enter(self, section: Section) -> None:
        category = section.category or (self._section.category if section.kind else "")
        self._section = replace(section, category=category, number=self._section.number + 1)
        self._style, self._number, self._current, self._open = "", 0, None, ""

    def _begin(self, line: Line, begun: QuestionStart | None) -> None:
        self._current = RawQuestion(line.place, self._section, (begun.number or None) if begun else None)
        self.raws.append(self._current)
        if self._type:
            self._current.fields["type"] = [self._type]
        self._open = self._type = ""
        if begun and begun.number:
            self._style, self._number = begun.style, begun.number
            self._last = begun.number

    def _begins(self, begun: QuestionStart, place: int) -> bool:
        """Whether a numbered line is the next question, and not a number or a list inside this one."""
        if begun.style == "named":
            return True
        expected = self._number + 1
        current = self._current
        if begun.unsure and begun.number != expected:
            return False
        if current is None:
            return begun.style != "space" or begun.number in (1, self._last + 1)
        done = len(current.options) >= 2 or current.answered
        if begun.style != self._style:
            plain = {begun.style, self._style} <= {"plain", "space", ""}
            counts_on = done and begun.number == expected and (plain or not self._open_text())
            return counts_on and self._looks.asks(place)
        if begun.number == expected:
            return begun.number != current.listed + 1 or not current.listed or self._is_next(current, place)
        if self._open_text():
            return begun.number > expected and self._looks.asks(place)
        if begun.number == 1:
            return done or not (current.stem and current.stem[-1].endswith((":", "：")))
        return done or (begun.number > expected and self._looks.asks(place))

    def _is_next(self, current: RawQuestion, place: int) -> bool:
        """A number that could go on with a list in the answer above, or be the next question."""
        line = self.lines[place]
        if self._looks.asks(place) or self._after_blank or _OPEN_QUESTION.search(line.text):
            return True
        what = Text(
            f"“{line.text.strip()[:20]}”已当作上一题的一部分，也可能是下一题",
            f'"{line.text.strip()[:20]}" was taken for a part of the question above; it may be the next one',
        )
        how = Text(
            "如果是下一题，请在它前面空一行", "If it is the next question, leave an empty line before it"
        )
        current.notes.append(Problem(line.place, what, how, notice=True))
        return False

    def _open_text(self) -> bool:
        """Whether the words of an answer or an explanation may go on: letters of options never do."""
        if self._current is None or not self._open:
            return False
        return not (self._open == "answer" and self._current.options)

    def _begins_unnumbered(self, place: int) -> bool:
        """A line without a number begins a question if the one before is answered and options or an answer follow."""
        look, current = self._looks.at(place), self._current
        if look.label or (look.fields and not look.words.strip()):
            return False
        if look.typed and (current is None or self._may_end(current)):
            return True
        if current is None:
            return self._looks.first_mark(place) in ("a", "answer")
        if not (current.answered and (len(current.options) >= 2 or self._after_blank)):
            return False
        if current.number is not None and not self._after_blank:
            return self._looks.first_mark(place) == "a"
        return self._looks.first_mark(place) in ("a", "answer")

    @staticmethod
    def _may_end(current: RawQuestion) -> bool:
        """Whether a line that names its kind is the next question: not where questions have numbers."""
        typed = bool(current.stem) and TYPED.fullmatch(current.stem[0]) is not None
        return current.number is None and (current.answered or bool(current.options) or typed)

    def _feed(self, place: int, words: str, fields: Sequence[tuple[str, str]]) -> None:
        """Adds a line to the question: options, fields, or more words of what came last."""
        current, line = self._current, self.lines[place]
        assert current is not None
        if words.strip() or not fields:
            self._words(current, place, Line(words, line.place))
        for name, value in fields:
            if name != "options":
                self._field(current, name, value, line)
            elif value:
                self._words(current, place, Line(value, line.place))

    def _field(self, current: RawQuestion, name: str, value: str, line: Line) -> None:
        if name == "answer" and current.answered and value:
            what = Text("这道题有两处答案", "this question has two answers")
            current.problems.append(Problem(line.place, what, Text("请只留一处", "Keep one of them")))
        current.fields.setdefault(name, []).extend([value] if value else [])
        current.places.setdefault(name, line.place)
        self._open = name if name in _MANY_LINES else ""

    def _words(self, current: RawQuestion, place: int, line: Line) -> None:
        if RULES_ALONE.fullmatch(line.text):
            current.stem.append(line.text.strip())
            return
        closed = not line.text or (self._open and current.options)
        options = [] if closed else self._options(current, place, line)
        if options:
            self._open = ""
            current.options += [Option(letter, [words], line.place) for letter, words in options]
        elif self._open:
            letters_stand = self._open == "answer" and current.options and current.answered
            name = "feedback" if letters_stand else self._open
            current.fields.setdefault(name, []).append(line.text.strip())
        elif current.options:
            current.options[-1].lines.append(line.text.rstrip())
        else:
            stem, inline = inline_options(line.text)
            current.stem.append(stem.rstrip())
            current.options += [Option(letter, [words], line.place) for letter, words in inline]

    def _options(self, current: RawQuestion, place: int, line: Line) -> list[tuple[str, str]]:
        last = current.options[-1].letter if current.options else ""
        expected = "a" if not last else chr(ord(last) + 1) if last < "z" else ""
        found = options_in(line.text, expected, self._looks.next_text(place))
        if not found or (not last and found[0][0] != "a"):
            return []
        if len(found) == 1 and not last and not self._looks.second_follows(place):
            return []
        if last and found[0][0] > chr(min(ord(last) + 3, ord("z"))):
            return []
        return found
