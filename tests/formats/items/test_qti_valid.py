"""Every item, test and manifest of QTI 2.2 that is written holds what the specification allows."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree

from lms.formats.item import Draft
from lms.formats.items import qti2
from tests.formats.qti_model import wrong
from tests.formats.questions import canonical, questions


def documents(drafts: list[Draft]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(qti2.write(drafts))) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.slow
def test_questions_of_all_kinds_make_valid_items_and_a_valid_test() -> None:
    found = [f"{name}: {problem}" for name, data in documents(list(questions(22, 600))) if name != "imsmanifest.xml"
             for problem in wrong(data)]  # fmt: skip
    assert found == []


def test_the_model_notices_what_is_wrong() -> None:
    name, data = next(documents(list(questions(22, 1))))
    assert (name, wrong(data)) == ("items/item-0001.xml", [])
    for old, new in (
        (b"<itemBody>", b"<itemBody>words"),
        (b'title="', b'titel="'),
        (b"</itemBody>", b"<div/></itemBody>"),
        (b'cardinality="single"', b'cardinality="one"'),
    ):
        assert wrong(data.replace(old, new, 1)) != []


@pytest.mark.parametrize("kind", ["single_choice", "ordering"])
def test_an_id_that_begins_with_a_digit_becomes_a_name_and_comes_back(kind: str) -> None:
    rows = [{"id": str(n), "text": f"第{n}项"} for n in (1, 2, 3)]
    data = (
        {"stem": "题", "options": [{**rows[0], "right": True}, *rows[1:]]}
        if kind == "single_choice"
        else {"stem": "题", "order": rows}
    )
    draft = Draft("", kind, data, name="数")
    assert [
        problem for name, text in documents([draft]) if name != "imsmanifest.xml" for problem in wrong(text)
    ] == []
    assert [canonical(found) for found in qti2.read(qti2.write([draft]), "a.zip").drafts] == [
        canonical(draft)
    ]


def test_the_manifest_lists_every_file_and_each_once() -> None:
    with zipfile.ZipFile(io.BytesIO(qti2.write(list(questions(22, 60))))) as archive:
        names = sorted(name for name in archive.namelist() if name != "imsmanifest.xml")
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    space = {"cp": "http://www.imsglobal.org/xsd/imscp_v1p1"}
    assert sorted(set(map(str, manifest.xpath("//cp:file/@href", namespaces=space)))) == names
    for resource in manifest.xpath("//cp:resource", namespaces=space):
        order = [etree.QName(child).localname for child in resource]
        assert order == sorted(order, key=["metadata", "file", "dependency"].index)
