"""For any bytes, a reader of tables or XML returns questions that load and problems with a place."""

import io
import zipfile
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.domain.place import NOWHERE
from lms.domain.question.protocol import Question
from lms.formats.item import Draft, Reading
from lms.formats.items import excel, moodle_xml, qti2, qti3, qti12, toml
from tests.formats.old_excel import Rich, xls

READERS = {module.FORMAT: module for module in (excel, moodle_xml, toml, qti2, qti3, qti12)}
DRAFTS = [
    Draft(
        NOWHERE,
        "single_choice",
        {"stem": "题", "options": [{"text": "甲", "right": True}, {"text": "乙"}]},
        name="一",
    ),
    Draft(
        NOWHERE,
        "blanks",
        {"stem": "____和____", "blanks": [{"answers": ["1"], "number": True}, {"answers": ["b"]}]},
    ),
    Draft(
        NOWHERE,
        "matching",
        {"stem": "题", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "b"}]},
    ),
    Draft(NOWHERE, "essay", {"stem": "题", "rubric": [{"criterion": "甲", "points": "1"}]}),
    Draft(NOWHERE, "numeric", {"stem": "题", "answers": [{"number": "3", "tolerance": "0.5"}]}),
]
CSV = "题型,题干,选项A,选项B,答案\n单选题,题,甲,乙,A\n填空题,____和____,,,1|2\n判断题,对,,,√\n"
PAGE = "<html><table><tr><td>题干<td>选项A<td>选项B<td>答案</tr><tr><td rowspan=2>题<td colspan=2>甲<td>A</tr></table>"
CLOZE = (
    "<quiz><question type='cloze'><name><text>n</text></name><questiontext><text>{1:MC:=a#x~%50%b}{1:NM:=1:0.5}</text>"
    "</questiontext></question><question type='numerical'><answer fraction='100'><text>1</text></answer></question></quiz>"
)
CANVAS = (
    "<questestinterop><item title='t'><presentation><material><mattext>q [a]</mattext></material><response_lid ident='response_a'>"
    "<render_choice><response_label ident='1'><material><mattext>x</mattext></material></response_label></render_choice>"
    "</response_lid></presentation><resprocessing><respcondition><conditionvar><and><varequal respident='response_a'>1</varequal>"
    "<not><vargte respident='r'>2</vargte></not></and></conditionvar><setvar action='Add'>50</setvar></respcondition>"
    "</resprocessing></item></questestinterop>"
)


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Return the name and the bytes of a valid file of every sort."""
    written = [
        (f"a{module.SUFFIXES[0]}", module.write(DRAFTS)) for module in (excel, moodle_xml, toml, qti2, qti3)
    ]
    with zipfile.ZipFile(io.BytesIO(dict(written)["a.zip"])) as archive:
        inside = [(name, archive.read(name)) for name in archive.namelist()]
    plain = [("a.csv", CSV.encode("gbk")), ("a.csv", CSV.encode("utf-16")), ("a.xls", PAGE.encode()),
             ("a.xml", CLOZE.encode()), ("a.xml", CANVAS.encode())]  # fmt: skip
    return [*written, *inside, *plain, ("a.xls", xls({"单选题": {(0, 0): "题干", (0, 1): "A", (0, 2): "B", (0, 3): "答案",
            (1, 0): "题", (1, 1): 1.5, (1, 2): Rich("10m2", [(3, "superscript")]), (1, 3): "A"}}))]  # fmt: skip


@cache
def parts() -> list[tuple[str, str, bytes]]:
    """Return each XML part of a workbook and of a package; it is changed inside, or the checksum would fail."""
    inner_files = []
    for name, data in seeds():
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inner_files += [(name, part, data) for part in archive.namelist()]
    return inner_files


MARKS = st.sampled_from([b"<", b">", b"/>", b"&", b"&#0;", b'"', b"=", b"\0", b"\xff", b"-1", b"999999999999", b"e9", b"{", b"}",
                         b"<!DOCTYPE a [", b"<![CDATA[", b"t='s'", b"r='A0'", b"\xe9\xa2\x98", b"|", b"1/0", b"nan", b""])  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 40), MARKS | st.binary(max_size=6)),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Replace some bytes at some positions by others."""
    for at, length, new in edits:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + length :]
    return data


def assert_sound(reading: Reading) -> None:
    """Assert that drafts are questions, and that problems say where, what and how in both languages."""
    for draft in reading.drafts:
        assert isinstance(draft.question(), Question)
        assert draft.where.in_("zh")
    for problem in reading.problems:
        assert all(
            (problem.where.in_("zh"), problem.what.zh, problem.what.en, problem.how.zh, problem.how.en)
        ), problem
    assert reading.drafts or reading.problems


def read_with_all(data: bytes, name: str) -> None:
    for module in READERS.values():
        module.recognises(data, name)
        assert_sound(module.read(data, name))


relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))


@relaxed
@given(st.integers(0, 100), EDITS)
def test_a_damaged_file_is_read(number: int, edits: list[tuple[int, int, bytes]]) -> None:
    name, data = seeds()[number % len(seeds())]
    read_with_all(edited(data, edits), name)


@relaxed
@given(st.integers(0, 1000), EDITS)
def test_a_damaged_part_of_an_archive_is_read(number: int, edits: list[tuple[int, int, bytes]]) -> None:
    name, damaged, data = parts()[number % len(parts())]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, edited(old.read(part), edits) if part == damaged else old.read(part))
    read_with_all(out.getvalue(), name)


@relaxed
@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.xls", "a.csv", "a.xml", "a.zip", "a.toml"]))
def test_any_bytes_are_read(data: bytes, name: str) -> None:
    read_with_all(data, name)


CELLS = st.text(max_size=8) | st.sampled_from(["题干", "答案", "选项A", "选项B", "单选题", "填空", "A", "AB", "√", "____", "1|2", "甲→乙", "附加数据",
                                               '{"data":{"options":[{}]}}', '{"data":{"":{"=":1}}}', "[]", "1±", "1~9"])  # fmt: skip


@relaxed
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_table_is_read(rows: list[list[str]]) -> None:
    lines = [["题型", "题干", "选项A", "选项B", "答案", "空1", "附加数据"], *rows]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    assert_sound(excel.read(text.encode("utf-8", "surrogatepass"), "a.csv"))
