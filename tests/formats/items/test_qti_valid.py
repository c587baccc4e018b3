"""Every item, test and manifest that is written as QTI 2.2 or 3.0 contains only what its specification allows."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bench.qti_hard import FILES, STEMS, hard, picture, with_pictures
from lms.domain.place import NOWHERE
from lms.formats.item import Draft
from lms.formats.items import qti2, qti3
from tests.formats.items.test_qti import packed
from tests.formats.qti_model import wrong
from tests.formats.questions import canonical, questions

BOTH = pytest.mark.parametrize("version", [qti2, qti3], ids=["2.2", "3.0"])
LOM = b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM">'


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def documents(drafts: list[Draft], version: Any = qti2) -> dict[str, bytes]:
    """Without pictures that only look like documents."""
    return {name: data for name, data in unpacked(version.write(drafts)).items() if data.startswith(b"<?xml")}


def faults(drafts: list[Draft], version: Any = qti2) -> list[str]:
    return [f"{name}: {fault}" for name, data in documents(drafts, version).items() for fault in wrong(data)]


@BOTH
@pytest.mark.slow
def test_questions_of_all_kinds_make_valid_items_a_valid_test_and_a_valid_manifest(version: Any) -> None:
    assert faults(list(questions(22, 600)), version) == []


@BOTH
@pytest.mark.parametrize("name", hard())
def test_what_is_hard_to_write_is_valid_and_comes_back(name: str, version: Any) -> None:
    drafts = hard()[name]
    assert faults(drafts, version) == []
    assert list(map(whole, version.read(version.write(drafts), "a.zip").drafts)) == list(map(whole, drafts))


def whole(draft: Draft) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The question, with the pictures that it shows."""
    shown = {unquote(name) for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", str(draft.data))}
    files = [file for file in draft.more.get("files", []) if file["name"] in shown]
    return canonical(draft), sorted(files, key=lambda file: file["name"])


@given(
    st.integers(0, 9_999),
    st.lists(st.sampled_from(sorted(STEMS)), min_size=1, max_size=3),
    st.sampled_from([qti2, qti3]),
)
def test_any_question_with_anything_hard_in_it_is_valid(seed: int, names: list[str], version: Any) -> None:
    drafts = list(questions(seed, 10))
    for draft in drafts:
        parts = [STEMS[name] for name in names if len(STEMS[name]) < 1_000]
        draft.data["stem"] = "\n\n".join([*parts, draft.data["stem"]])
    assert faults(drafts, version) == []


def altered(data: bytes) -> Iterator[bytes]:
    for old, new in (
        (b"<itemBody>", b"<itemBody>words"),
        (b'title="', b'titel="'),
        (b"</itemBody>", b"<div/></itemBody>"),
        (b'cardinality="single"', b'cardinality="one"'),
        (b"<p>", b'<p><a href="a#b#c">x</a>'),
        (b"<p>", b"<p><a>x</a>"),
        (b"</itemBody>", b"<table><thead><tr><th>x</th></tr></thead></table></itemBody>"),
        (b"</itemBody>", b'<p><img src="50%" alt=""/></p></itemBody>'),
        (
            b"</assessmentItem>",
            b'<modalFeedback outcomeIdentifier="SCORE" identifier="x" showHide="hide">'
            b'<textEntryInteraction responseIdentifier="RESPONSE"/></modalFeedback></assessmentItem>',
        ),
        (b"<itemBody>", b'<itemBody><p><textEntryInteraction responseIdentifier="NONE"/></p>'),
    ):
        assert data.replace(old, new, 1) != data
        yield data.replace(old, new, 1)
    start, end = data.index(b"<itemBody>"), data.index(b"</itemBody>")
    yield data[:start] + b"<itemBody>" + data[end:]


def test_the_model_notices_what_is_wrong_with_an_item() -> None:
    name, data = next(
        (name, data)
        for name, data in documents(list(questions(22, 10))).items()
        if b'baseType="string"' in data and b"textEntry" in data and b"RESPONSE_1" not in data
    )
    assert (name.startswith("items/"), wrong(data)) == (True, [])
    assert [changed for changed in altered(data) if wrong(changed) == []] == []
    for old, new in ((b'baseType="string"', b'baseType="identifier"'), (b'"single" baseType="string"', b'"multiple" baseType="string"')):  # fmt: skip
        assert wrong(data.replace(old, new, 1)) != []


def test_the_model_notices_what_is_wrong_with_a_test_or_a_manifest() -> None:
    made = documents([with_pictures("甲", 1, "a.png"), *questions(22, 2)])
    for name, old, new in (
        ("assessment.xml", b'identifier="section-1"', b'identifier="assessment"'),
        ("assessment.xml", b'identifier="item-0002"', b'identifier="section-1"'),
        ("assessment.xml", b' navigationMode="nonlinear"', b""),
        ("imsmanifest.xml", b"QTIv2.2 Package", b"QTI Package"),
        ("imsmanifest.xml", b"1.0.0", b"2.2"),
        ("imsmanifest.xml", b"<organizations/>", b""),
        ("imsmanifest.xml", b'type="imsqti_item_xmlv2p2"', b'type="item"'),
        ("imsmanifest.xml", b'identifierref="item-0001"', b'identifierref="item-x"'),
        ("imsmanifest.xml", b'identifier="item-0002"', b'identifier="item-0001"'),
        ("imsmanifest.xml", b"a.png", b"50%.png"),
        ("imsmanifest.xml", b"</resource>", b"<metadata/></resource>"),
        ("imsmanifest.xml", LOM, b'<lom xmlns="http://ltsc.ieee.org/xsd/LOM"><keyword/>'),
        ("imsmanifest.xml", LOM, b'<wuneng xmlns="urn:wuneng:lms:1"/>' + LOM),
    ):
        assert old in made[name], old
        assert (wrong(made[name]), wrong(made[name].replace(old, new, 1)) == []) == ([], False), old


def test_the_model_notices_what_is_wrong_in_3_0() -> None:
    data = {"stem": "题", "rubric": [{"criterion": "要点", "points": "1"}]}
    essay = Draft(NOWHERE, "essay", data, name="论", feedback="评")
    made = documents([essay, *questions(22, 2)], qti3)
    item, test, manifest = "items/item-0001.xml", "assessment.xml", "imsmanifest.xml"
    for name, old, new in (
        (item, b"imsqtiasi_v3p0", b"imsqti_v3p0"),
        (item, b"<qti-item-body>", b"<qti-item-body>words"),
        (item, b"qti-rubric-block", b"qti-rubricBlock"),
        (item, b"qti-content-body", b"content-body"),
        (item, b"<p>", b"<p/><qti-p/><p>"),
        (item, b' use="scoring"', b""),
        (item, b' base-type="', b' baseType="'),
        (item, b' time-dependent="false"', b""),
        (item, b"<qti-modal-feedback", b"<qti-modal-feedback/><qti-modal-feedback"),
        (test, b' navigation-mode="nonlinear"', b""),
        (test, b"qti-test-part", b"test-part"),
        (manifest, b"qti/qtiv3p0/imscp_v1p1", b"imscp_v1p1"),
        (manifest, b"QTI Package", b"QTIv2.2 Package"),
        (manifest, b"3.0.0", b"1.0.0"),
        (manifest, b"imsqti_item_xmlv3p0", b"imsqti_item_xmlv2p2"),
        (manifest, b'<file href="assessment.xml"/>', b""),
    ):
        assert old in made[name], old
        assert (wrong(made[name]), wrong(made[name].replace(old, new)) == []) == ([], False), old


@BOTH
def test_a_manifest_is_in_the_namespace_of_its_version_and_that_of_before_is_read(version: Any) -> None:
    drafts = [with_pictures("甲", 1, "a.png"), *questions(22, 3)]
    files = unpacked(version.write(drafts))
    before = b"http://www.imsglobal.org/xsd/imscp_v1p1"
    space = {qti2: before, qti3: b"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"}[version]
    manifest = files["imsmanifest.xml"]
    assert (etree.QName(etree.fromstring(manifest)).namespace or "").encode() == space
    old = packed({**files, "imsmanifest.xml": manifest.replace(space, before)})
    assert version.read(old, "a.zip") == version.read(packed(files), "a.zip")
    assert list(map(whole, version.read(old, "a.zip").drafts)) == list(map(whole, drafts))


@pytest.mark.parametrize("kind", ["single_choice", "ordering"])
def test_an_id_that_begins_with_a_digit_becomes_a_name_and_comes_back(kind: str) -> None:
    rows = [{"id": str(n), "text": f"第{n}项"} for n in (1, 2, 3)]
    data = (
        {"stem": "题", "options": [{**rows[0], "right": True}, *rows[1:]]}
        if kind == "single_choice"
        else {"stem": "题", "order": rows}
    )
    draft = Draft(NOWHERE, kind, data, name="数")
    assert faults([draft]) == []
    assert [canonical(found) for found in qti2.read(qti2.write([draft]), "a.zip").drafts] == [
        canonical(draft)
    ]


@BOTH
@pytest.mark.parametrize("name", ["all pictures at once", "a table with everything", "canonical"])
def test_the_manifest_lists_every_file_and_pictures_are_where_items_look_for_them(
    name: str, version: Any
) -> None:
    files = unpacked(version.write(hard().get(name) or list(questions(22, 60))))
    manifest = etree.fromstring(files["imsmanifest.xml"])
    listed = [unquote(str(file.get("href"))) for file in manifest.iter("{*}file")]
    assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
    for document, data in files.items():
        if data.startswith(b"<?xml") and document.startswith("items/"):
            shown = {unquote(str(src)).replace("\\", "/") for src in etree.fromstring(data).xpath("//@src")}
            paths = {posixpath.normpath(f"{posixpath.dirname(document)}/{source}") for source in shown}
            assert paths - set(files) == set()
            assert [other for other in files if other.casefold() == document.casefold()] == [document]


@BOTH
def test_pictures_of_the_same_name_stay_with_their_questions(version: Any) -> None:
    for file in FILES:
        drafts = [with_pictures(name, seed, file) for seed, name in enumerate("甲乙丙")]
        back = version.read(version.write(drafts), "a.zip").drafts
        assert [(draft.name, draft.more["files"]) for draft in back] == [
            (draft.name, draft.more["files"]) for draft in drafts
        ]


@BOTH
def test_pictures_of_options_and_feedback_come_back(version: Any) -> None:
    files = [{"name": name, "size": 48, "base64": picture(n)} for n, name in enumerate(("甲.png", "乙.png"))]
    options = [{"text": "![甲](甲.png)", "right": True}, {"text": "无"}]
    draft = Draft(NOWHERE, "single_choice", {"stem": "选", "options": options}, name="图", feedback="看![乙](乙.png)", more={"files": files})  # fmt: skip
    (back,) = version.read(version.write([draft]), "a.zip").drafts
    assert (canonical(back), back.more["files"]) == (canonical(draft), files)


@BOTH
def test_a_picture_whose_name_no_archive_may_hold_does_not_spoil_the_package(version: Any) -> None:
    names = ["a\tb.png", "../x.png", "/x.png", "‥/x.png", ".", "é.png", "e\u0301.png"]
    files = [{"name": name, "size": 48, "base64": picture(n)} for n, name in enumerate(names)]
    draft = Draft(NOWHERE, "true_false", {"stem": "题", "answer": True}, name="图", more={"files": files})
    reading = version.read(version.write([draft]), "a.zip")
    assert ([found.name for found in reading.drafts], reading.problems) == (["图"], ())


@BOTH
def test_the_sidecar_of_a_question_is_within_lom_and_is_also_read_where_it_was_before(
    version: Any,
) -> None:
    drafts = [
        Draft(NOWHERE, "true_false", {"stem": "一。", "answer": True, "en": {"stem": "One."}}, name="一", tags=("甲", "乙")),
        Draft(NOWHERE, "true_false", {"stem": "二。", "answer": True, "en": {"stem": "Two."}}, name="二"),
    ]  # fmt: skip
    files = unpacked(version.write(drafts))
    manifest = etree.fromstring(files["imsmanifest.xml"])
    sidecars = list(manifest.iter("{urn:wuneng:lms:1}wuneng"))
    assert [etree.QName(sidecar.getparent()).localname for sidecar in sidecars] == ["lom", "lom"]
    for sidecar in sidecars:
        lom = sidecar.getparent()
        lom.getparent().append(sidecar)
        if not len(lom):
            lom.getparent().remove(lom)
    before = packed({**files, "imsmanifest.xml": etree.tostring(manifest)})
    for data in (version.write(drafts), before):
        reading = version.read(data, "a.zip")
        assert list(map(canonical, reading.drafts)) == list(map(canonical, drafts))
        assert [draft.data["en"]["stem"] for draft in reading.drafts] == ["One.", "Two."]
        assert [draft.tags for draft in reading.drafts] == [("甲", "乙"), ()]


@BOTH
def test_lines_of_a_sample_answer_and_of_an_accepted_answer_come_back(version: Any) -> None:
    drafts = [
        Draft(NOWHERE, "essay", {"stem": "题", "rubric": [{"criterion": "要点", "points": "1"}], "sample": "甲\n\n乙\n丙"}, name="论"),
        Draft(NOWHERE, "short_text", {"stem": "题", "answers": ["甲\n乙"]}, name="答"),
    ]  # fmt: skip
    back = version.read(version.write(drafts), "a.zip").drafts
    assert list(map(canonical, back)) == list(map(canonical, drafts))
