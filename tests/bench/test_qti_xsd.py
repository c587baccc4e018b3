"""The program that holds our QTI against its XSD, tried with a small schema of our own."""

import pytest

from bench import qti_xsd
from bench.qti_hard import hard

BOTH = pytest.mark.parametrize("version", ["2.2", "3.0"])
_SPACES = {
    "2.2": ("http://www.imsglobal.org/xsd/imsqti_v2p2", "http://www.imsglobal.org/xsd/imscp_v1p1"),
    "3.0": ("http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"),
}  # fmt: skip
_XSD = (
    '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:i="urn:i" targetNamespace="{space}">'
    '<s:import namespace="urn:i" schemaLocation="http://nowhere.example/xsd/imported.xsd"/>'
    '<s:element name="{item}" type="i:any"/><s:element name="{test}" type="i:any"/>'
    '<s:element name="manifest" type="{manifest}"/></s:schema>'
)
_IMPORTED = (
    '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:i"><s:complexType name="any">'
    '<s:complexContent><s:restriction base="s:anyType"><s:sequence><s:any processContents="skip" minOccurs="0" '
    'maxOccurs="unbounded"/></s:sequence><s:anyAttribute processContents="skip"/></s:restriction></s:complexContent>'
    "</s:complexType></s:schema>"
)


def names(version):
    return {
        "2.2": ("assessmentItem", "assessmentTest"),
        "3.0": ("qti-assessment-item", "qti-assessment-test"),
    }[version]


def folder(tmp_path, manifest, version="2.2"):
    item, test = names(version)
    kinds = ("i:any", manifest)
    for name, space, kind in zip(qti_xsd.XSD[version], _SPACES[version], kinds, strict=True):
        (tmp_path / name).write_text(_XSD.format(space=space, item=item, test=test, manifest=kind))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "imported.xsd").write_text(_IMPORTED)
    return tmp_path


@BOTH
def test_every_document_is_held_against_the_schemas_of_the_folder(tmp_path, version):
    packages = {name: hard()[name] for name in ("no questions", "gaps everywhere", "names")}.items()
    validation = qti_xsd.validate(packages, folder(tmp_path, "i:any", version), version)
    item, test = names(version)
    assert (validation.documents, validation.refused) == ({test: 3, "manifest": 3, item: 4}, [])


@BOTH
def test_what_is_refused_is_told_with_its_package_file_and_line(tmp_path, version):
    packages = [("空", hard()["gaps everywhere"])]
    validation = qti_xsd.validate(packages, folder(tmp_path, "s:string", version), version)
    assert {line.split(" ")[0] for line in validation.refused} == {"空:"}
    assert {line.split(" ")[1] for line in validation.refused} == {"imsmanifest.xml:2"}


@BOTH
def test_a_folder_without_the_schemas_or_without_what_they_import_is_refused(tmp_path, capsys, version):
    assert qti_xsd.main(tmp_path, version) == 2
    (folder(tmp_path, "i:any", version) / "deep" / "imported.xsd").unlink()
    assert qti_xsd.main(tmp_path, version) == 2
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert [name in first for name in qti_xsd.XSD[version]] == [True, True]
    assert ("not whole" in second, "imported.xsd" in second) == (True, True)


def test_every_shipped_bank_has_questions():
    shipped = qti_xsd.shipped()
    assert (len(shipped), [name for name, drafts in shipped.items() if not drafts]) == (
        len([p for p in qti_xsd.BANKS.rglob("*.toml") if p.parent.name != "exams"]),
        [],
    )
