"""What a preview shows of each question, and what can be decided there."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lms.bank import review, write
from lms.bank.imports import decide, find, upload
from lms.bank.imports.commit import commit_import
from lms.bank.models import ImportRow, Item, ItemImport, ItemVersion
from lms.domain.place import TextLine
from lms.domain.problem import Refused
from tests import exam_data
from tests.bank import texts
from tests.bank.imports.files import EXPLAINED, GOOD, PAPER, import_file, read_file

pytestmark = pytest.mark.both_engines


def states(session, imported):
    return [(row.state, row.place) for row in find.all_rows(session, imported)]


def test_an_unreadable_question_is_shown_in_its_place_with_its_own_text(session, cast, now, tmp_path):
    imported = read_file(session, PAPER, cast.chen, now, tmp_path)
    rows = find.all_rows(session, imported)
    assert [row.state for row in rows] == ["new", "bad", "new", "bad"]
    assert rows[1].text.splitlines()[0] == "2. 印发传达上级机关的决定，用哪一种公文？"
    assert "答案：C" in rows[1].text
    assert "答案" in rows[1].problems[0]["what"]["zh"]
    assert rows[3].text.strip() == "4. 公文标题由发文机关、事由和文种组成。"
    assert (imported.state, imported.form, imported.by_id) == ("previewed", "text", cast.chen.id)


def test_a_question_is_corrected_on_the_preview_in_the_format_of_the_file_or_in_toml(
    session, cast, now, tmp_path
):
    imported = read_file(session, PAPER, cast.chen, now, tmp_path)
    second, fourth = (find.get_row(session, imported, n) for n in (2, 4))
    with pytest.raises(Refused) as refused:
        decide.edit_question(session, cast.chen, imported.id, 2, second.text, now)
    assert [p.what.zh for p in refused.value.problems] != []
    decide.edit_question(session, cast.chen, imported.id, 2, second.text.replace("答案：C", "答案：A"), now)
    toml = '[[item]]\nkind = "true_false"\nstem = "公文标题由发文机关、事由和文种组成。"\nanswer = true\n'
    decide.edit_question(session, cast.chen, imported.id, 4, toml, now)
    assert [row.state for row in find.all_rows(session, imported)] == ["new"] * 4
    assert fourth.draft["question"]["kind"] == "true_false"


def test_valid_questions_are_imported_as_drafts_and_the_others_are_not(db, cast, now, tmp_path):
    import_file(db, PAPER, cast.chen, now, tmp_path)
    with db.read() as session:
        rows = session.execute(select(Item, ItemVersion).join(ItemVersion)).all()
        facts = [
            (i.state, i.number, v.author, v.author_id, v.level, v.source, v.competency_id) for i, v in rows
        ]
        assert facts == [("draft", 1, "陈立", cast.chen.id, 2, "《条例》第八条", "writing")] * 2
        assert {v.rationale["zh"] for _, v in rows} == {"请求批准用请示。", ""}
        imported = session.scalars(select(ItemImport)).one()
        assert (imported.state, imported.counts) == ("committed", {"added": 2, "changed": 0})


def test_the_same_file_again_changes_nothing(db, session, cast, now, tmp_path):
    import_file(db, GOOD, cast.chen, now, tmp_path)
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    assert [row.state for row in find.all_rows(session, imported)] == ["same", "same"]
    with pytest.raises(Refused) as refused:
        commit_import(session, cast.chen, imported.id, now)
    assert refused.value.code == "bank.import_nothing"


def test_the_same_words_in_other_spelling_are_the_same(db, session, cast, now, tmp_path):
    import_file(db, GOOD, cast.chen, now, tmp_path)
    other = GOOD.replace("，用", " , 用").replace("A. 请示", "A、请 示")
    imported = read_file(session, other, cast.chen, now, tmp_path)
    assert [row.state for row in find.all_rows(session, imported)] == ["same", "same"]


def test_the_same_words_with_another_answer_are_asked_about_and_never_added(db, session, cast, now, tmp_path):
    import_file(db, GOOD, cast.chen, now, tmp_path)
    imported = read_file(session, GOOD.replace("答案：A", "答案：B"), cast.chen, now, tmp_path)
    first = find.get_row(session, imported, 1)
    assert (first.state, first.common == first.pieces) == ("doubtful", True)
    assert decide.allowed_choices(first) == ("", "version", "skip")


def test_a_question_similar_to_one_in_the_bank_waits_for_a_decision(db, session, cast, now, tmp_path):
    import_file(db, GOOD, cast.chen, now, tmp_path)
    near = GOOD.replace("向上级机关请求批准，用哪一种公文？", "向上级机关请求批准时，用哪一种公文？").split(
        "\n\n"
    )[0]
    imported = read_file(session, near, cast.chen, now, tmp_path)
    row = find.get_row(session, imported, 1)
    assert (row.state, row.choice) == ("doubtful", "")
    assert 70 <= row.common * 100 // row.pieces < 100
    assert decide.allowed_choices(row) == ("", "add", "version", "skip")
    assert find.outcome_counts(find.row_counts(session, imported)) == {"add": 0, "version": 0, "out": 1}
    decide.choose(session, cast.chen, imported.id, 1, "version", now)
    commit_import(session, cast.chen, imported.id, now)
    item = session.get_one(Item, row.item_id)
    assert (item.number, item.state) == (2, "draft")
    assert session.scalar(select(func.count()).select_from(Item)) == 2


def test_near_duplicates_inside_a_file_are_shown_beside_each_other(session, cast, now, tmp_path):
    first = GOOD.split("\n\n")[0]
    near = first.replace("1. 向上级机关请求批准", "2. 向上级机关请求批准时")
    imported = read_file(
        session, f"{first}\n\n{near}\n\n{first.replace('1.', '3.')}", cast.chen, now, tmp_path
    )
    rows = find.all_rows(session, imported)
    assert [(e.state, e.twin) for e in rows] == [("new", None), ("doubtful", 1), ("same", 1)]
    assert decide.allowed_choices(rows[1]) == ("", "add", "skip")


def test_a_name_makes_an_edited_question_the_next_version_of_its_item(session, cast, now, tmp_path):
    item = texts.approved(session, cast, now, "doc-1")
    edited = texts.text("doc-1", right="请示（请求批准）").replace("level = 2", "level = 3")
    imported = read_file(session, edited, cast.chen, now, tmp_path, name="x.toml")
    assert states(session, imported) == [("changed", TextLine(1))]
    commit_import(session, cast.chen, imported.id, now)
    assert (item.number, item.state, item.approved_number) == (2, "draft", 1)
    version = session.scalars(select(ItemVersion).where(ItemVersion.number == 2)).one()
    assert (version.level, version.author_id) == (3, cast.chen.id)


def test_a_file_without_level_and_source_keeps_those_of_the_item(session, cast, now, tmp_path):
    texts.approved(session, cast, now, "doc-1")
    gift = "::doc-1::哪一种公文请求批准？{=请示 ~报告 ~函}\n"
    imported = read_file(session, gift, cast.chen, now, tmp_path, name="x.gift")
    assert states(session, imported) == [("changed", TextLine(1))]
    commit_import(session, cast.chen, imported.id, now)
    version = session.scalars(select(ItemVersion).where(ItemVersion.number == 2)).one()
    kept = (version.level, version.source, str(version.points), version.area, version.rationale)
    assert kept == (2, "《条例》第十五条", "2.00", "kinds", {"zh": "理由", "en": "Because."})


def test_the_difficulty_of_a_workbook_is_kept_and_other_words_are_reported(session, cast, now, tmp_path):
    csv = (
        "题型,题干,选项A,选项B,答案,难度\n单选题,哪一种公文请求批准？,请示,报告,A,较难\n"
        "单选题,哪一种公文答复下级？,批复,报告,A,0.7\n"
    )
    imported = read_file(session, csv, cast.chen, now, tmp_path, name="x.csv")
    notes = [[p["what"]["zh"] for p in row.problems] for row in find.all_rows(session, imported)]
    assert notes == [[], ["题库不保存这些：difficulty"]]
    commit_import(session, cast.chen, imported.id, now)
    query = select(ItemVersion.difficulty).order_by(ItemVersion.id)
    assert list(session.scalars(query)) == ["hard", ""]


def test_questions_that_share_a_number_for_a_name_are_different_questions(session, cast, now, tmp_path):
    one = "::第一题::向上级机关请求批准，用哪一种公文？{=请示 ~报告}\n"
    two = "::第一题::抽样调查时，样本量由什么决定？{=误差要求 ~领导要求}\n"
    commit_import(
        session, cast.chen, read_file(session, one, cast.chen, now, tmp_path, name="a.gift").id, now
    )
    imported = read_file(session, two, cast.chen, now, tmp_path, name="b.gift")
    assert [row.state for row in find.all_rows(session, imported)] == ["new"]
    commit_import(session, cast.chen, imported.id, now)
    assert session.scalar(select(func.count()).select_from(Item)) == 2


def test_defaults_can_be_set_for_all_and_for_one(session, cast, now, tmp_path):
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    decide.set_defaults(session, cast.chen, imported.id, "research", 4, "惯例", now)
    decide.set_facts(session, cast.chen, imported.id, 2, "writing", 1, "另据", now)
    commit_import(session, cast.chen, imported.id, now)
    rows = session.execute(
        select(ItemVersion.competency_id, ItemVersion.level, ItemVersion.source).order_by(ItemVersion.id)
    )
    assert [tuple(row) for row in rows] == [("research", 4, "惯例"), ("writing", 1, "另据")]


def test_nobody_decides_about_the_import_of_another(session, cast, now, tmp_path):
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    other = replace(cast.chen, id=cast.zhao.id)
    with pytest.raises(Refused) as refused:
        decide.choose(session, other, imported.id, 1, "skip", now)
    assert refused.value.code == "bank.import_of_another"


def test_a_bank_that_changed_since_the_preview_is_not_written_over(session, cast, now, tmp_path):
    item = texts.approved(session, cast, now, "doc-1")
    imported = read_file(
        session, texts.text("doc-1", right="请示件"), cast.chen, now, tmp_path, name="x.toml"
    )
    write.save(session, cast.chen, item.id, 1, texts.content("doc-1", right="请示书"), now)
    with pytest.raises(Refused) as refused:
        commit_import(session, cast.chen, imported.id, now)
    assert refused.value.code == "bank.import_stale"
    decide.reclassify(session, imported)
    commit_import(session, cast.chen, imported.id, now)
    assert item.number == 3


def test_a_file_without_a_question_is_refused_and_nothing_is_saved(session, cast, now, tmp_path):
    exam_data.competency(session)
    for name, data in (("a.docx", b"%PDF-1.7"), ("a.xlsx", b"PK\x03\x04half"), ("a.txt", "你好".encode())):
        uploaded = upload.UploadedFile(name, data, "", "writing", 2, "")
        with pytest.raises(Refused) as refused:
            upload.parse(session, uploaded)
        assert refused.value.code == "bank.unreadable"
        assert refused.value.problems != []
    assert session.scalar(select(func.count()).select_from(ImportRow)) == 0
    assert not (tmp_path / "files").exists()


def test_a_skipped_question_is_not_imported(session, cast, now, tmp_path):
    imported = read_file(session, GOOD, cast.chen, now, tmp_path)
    decide.choose(session, cast.chen, imported.id, 1, "skip", now)
    commit_import(session, cast.chen, imported.id, now)
    assert session.scalar(select(func.count()).select_from(Item)) == 1
    assert imported.counts == {"added": 1, "changed": 0}


def test_an_imported_question_is_not_reviewed_by_its_importer(session, cast, now, tmp_path):
    imported = read_file(session, EXPLAINED, cast.chen, now, tmp_path)
    commit_import(session, cast.chen, imported.id, now)
    item = session.scalars(select(Item).order_by(Item.id)).first()
    review.submit_for_review(session, cast.chen, item.id, 1, now)
    both = replace(cast.zhao, id=cast.chen.id)
    with pytest.raises(Refused) as refused:
        review.approve(session, both, item.id, 1, "", now)
    assert refused.value.code == "bank.own_item"


def test_a_content_area_that_is_too_long_is_reported_and_can_be_corrected(session, cast, now, tmp_path):
    paper = GOOD.rstrip() + f"\n知识点：{'域' * 81}\n"
    imported = read_file(session, paper, cast.chen, now, tmp_path)
    rows = find.all_rows(session, imported)
    assert [row.state for row in rows] == ["new", "bad"]
    assert [p["what"]["zh"] for p in rows[1].problems] == ["内容域最多 80 个字符，现有 81 个"]
    decide.edit_question(session, cast.chen, imported.id, 2, rows[1].text.replace("域" * 81, "域" * 80), now)
    assert [row.state for row in find.all_rows(session, imported)] == ["new"] * 2


def test_a_category_of_which_only_the_beginning_is_kept_is_reported(session, cast, now, tmp_path):
    gift = f"$CATEGORY: {'类' * 81}\n\n::甲::请示应当一文一事。{{TRUE}}\n"
    imported = read_file(session, gift, cast.chen, now, tmp_path)
    (row,) = find.all_rows(session, imported)
    assert (row.state, [(p["what"]["zh"], p["note"]) for p in row.problems]) == (
        "new",
        [("内容域最多 80 个字符，这个分类只留下前 80 个", True)],
    )
    commit_import(session, cast.chen, imported.id, now)
    assert session.scalars(select(ItemVersion.area)).all() == ["类" * 80]


@pytest.mark.parametrize(("many", "kept"), [(59_000, True), (61_000, False)])
def test_the_text_of_a_question_is_kept_whole_or_reported_as_too_long(
    session, cast, now, tmp_path, many, kept
):
    long = f"3. {'长' * many}\nA. 甲\nB. 乙\n答案：C\n"
    imported = read_file(session, f"{GOOD}\n{long}", cast.chen, now, tmp_path)
    row = find.all_rows(session, imported)[2]
    assert (row.state, row.text) == ("bad", long.strip() if kept else "")
    reported = [p["what"]["zh"] for p in row.problems if "不能在这里改" in p["what"]["zh"]]
    assert reported == ([] if kept else [f"这道题有 {len(long.strip())} 个字符，超过 60000 个，不能在这里改"])
