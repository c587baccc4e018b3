"""Questions with a generated name: a change of them is asked about or becomes a version, and is never lost."""

import pytest

from lms.bank.exports import export
from lms.bank.imports import decide, find, row_view
from lms.bank.imports.commit import commit_import
from lms.bank.models import ItemVersion
from lms.formats.items import item_formats
from tests.bank.imports.files import read_file

pytestmark = pytest.mark.both_engines

ASKED = """[defaults]
points = "5"
level = 2
source = "《条例》第八条"

[[item]]
kind = "numeric"
stem = "六乘七等于多少？"
answers = [{number = "42", tolerance = "0"}]

[[item]]
kind = "essay"
stem = "谈谈如何做好突发事件信息报送。"
rubric = [{criterion = "观点", points = "3"}, {criterion = "文字", points = "2"}]

[[item]]
kind = "multiple_choice"
stem = "哪些是上行文？"
options = [{text = "请示", right = true}, {text = "报告", right = true}, {text = "批复"}]
rule = "proportional"

[[item]]
kind = "blanks"
stem = "首都是____，省会是____。"
blanks = [{answers = ["北京"]}, {answers = ["昆明"]}]
any_order = false

[[item]]
kind = "short_text"
stem = "平行机关之间商洽工作用什么文种？"
answers = [{text = "函"}, {text = "公函", fraction = "1/2"}]

[[item]]
kind = "true_false"
stem = "请示应当一文一事。"
answer = true
[item.en]
stem = "A request deals with one matter."
"""
EDITS = {
    "tolerance": (1, 'tolerance = "0"', 'tolerance = "0.5"'),
    "rubric": (
        2,
        'points = "3"}, {criterion = "文字", points = "2"',
        'points = "1"}, {criterion = "文字", points = "4"',
    ),
    "rule": (3, 'rule = "proportional"', 'rule = "all_or_nothing"'),
    "any order": (4, "any_order = false", "any_order = true"),
    "share": (5, 'fraction = "1/2"', 'fraction = "1/4"'),
    "translation": (6, "deals with one matter", "is about one matter"),
}


def named(text: str) -> str:
    """Return the questions with names of the generated form."""
    head, *items = text.split("[[item]]\n")
    return head + "".join(f'[[item]]\nname = "q-{n:016x}"\n{item}' for n, item in enumerate(items, 1))


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_under_a_generated_name_becomes_the_next_version(session, cast, now, tmp_path, edit):
    number, old, new = EDITS[edit]
    commit_import(
        session, cast.chen, read_file(session, named(ASKED), cast.chen, now, tmp_path, name="a.toml").id, now
    )
    edited = named(ASKED).replace(old, new)
    imported = read_file(session, edited, cast.chen, now, tmp_path, name="b.toml")
    rows = find.all_rows(session, imported)
    assert [e.position for e in rows if e.state == "changed"] == [number]
    assert {e.state for e in rows if e.position != number} == {"same"}
    commit_import(session, cast.chen, imported.id, now)
    version = session.query(ItemVersion).filter(ItemVersion.number == 2).one()
    assert version.body == rows[number - 1].draft["question"]
    later = read_file(session, edited, cast.chen, now, tmp_path, name="c.toml")
    assert {e.state for e in find.all_rows(session, later)} == {"same"}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_question_that_names_nothing_is_asked_about(session, cast, now, tmp_path, edit):
    number, old, new = EDITS[edit]
    commit_import(
        session, cast.chen, read_file(session, ASKED, cast.chen, now, tmp_path, name="a.toml").id, now
    )
    imported = read_file(session, ASKED.replace(old, new), cast.chen, now, tmp_path, name="b.toml")
    rows = find.all_rows(session, imported)
    assert [e.position for e in rows if e.state == "doubtful"] == [number]
    assert {e.state for e in rows if e.position != number} == {"same"}
    assert decide.allowed_choices(rows[number - 1]) == ("", "version", "skip")
    changes = row_view.row_views(session, imported, [rows[number - 1]])[0].changes
    assert [line.text for line in changes if line.sign in "+-"] != []


def test_the_same_words_twice_in_a_file_with_another_tolerance_are_asked_about(session, cast, now, tmp_path):
    one = "六乘七等于多少？{#42:0}\n\n"
    imported = read_file(
        session, one + one + one.replace(":0", ":1"), cast.chen, now, tmp_path, name="a.gift"
    )
    assert [(e.state, e.twin) for e in find.all_rows(session, imported)] == [
        ("new", None),
        ("same", 1),
        ("doubtful", 1),
    ]


@pytest.mark.parametrize("form", ["aiken", "gift", "moodle_xml", "qti2", "qti3", "excel", "toml"])
def test_what_a_format_cannot_carry_is_no_change(session, cast, now, tmp_path, form):
    options = '{text = "请示", right = true, feedback = "对"}, {text = "报告"}, {text = "函"}'
    text = (
        f'[defaults]\nlevel = 2\nsource = "甲"\n[[item]]\nkind = "single_choice"\nshuffle = false\n'
        f'stem = "向上级请求批准用什么文种？"\noptions = [{options}]\n'
    )
    commit_import(
        session, cast.chen, read_file(session, text, cast.chen, now, tmp_path, name="a.toml").id, now
    )
    own = item_formats()[form]
    data = export.export_bank(session, "writing", form).write()
    imported = read_file(session, data, cast.chen, now, tmp_path, name=f"b{own.SUFFIXES[0]}", form=form)
    assert [e.state for e in find.all_rows(session, imported)] == ["same"]
