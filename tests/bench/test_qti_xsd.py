"""The program that holds our QTI against its XSD, tried with a small schema of our own."""

from bench import qti_xsd
from bench.qti_hard import hard

_XSD = (
    '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:i="urn:i" targetNamespace="{space}">'
    '<s:import namespace="urn:i" schemaLocation="http://nowhere.example/xsd/imported.xsd"/>'
    '<s:element name="assessmentItem" type="i:any"/><s:element name="assessmentTest" type="i:any"/>'
    '<s:element name="manifest" type="{manifest}"/></s:schema>'
)
_IMPORTED = (
    '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:i"><s:complexType name="any">'
    '<s:complexContent><s:restriction base="s:anyType"><s:sequence><s:any processContents="skip" minOccurs="0" '
    'maxOccurs="unbounded"/></s:sequence><s:anyAttribute processContents="skip"/></s:restriction></s:complexContent>'
    "</s:complexType></s:schema>"
)


def folder(tmp_path, manifest):
    item_space, manifest_space = (
        "http://www.imsglobal.org/xsd/imsqti_v2p2",
        "http://www.imsglobal.org/xsd/imscp_v1p1",
    )
    (tmp_path / qti_xsd.ITEMS).write_text(_XSD.format(space=item_space, manifest="i:any"))
    (tmp_path / qti_xsd.MANIFEST).write_text(_XSD.format(space=manifest_space, manifest=manifest))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "imported.xsd").write_text(_IMPORTED)
    return tmp_path


def test_every_document_is_held_against_the_schemas_of_the_folder(tmp_path):
    packages = {name: hard()[name] for name in ("nothing at all", "gaps everywhere", "names")}.items()
    held = qti_xsd.hold(packages, folder(tmp_path, "i:any"))
    assert (held.documents, held.refused) == (
        {"assessmentTest": 3, "manifest": 3, "assessmentItem": 4},
        [],
    )


def test_what_is_refused_is_told_with_its_package_file_and_line(tmp_path):
    packages = [("空", hard()["gaps everywhere"])]
    held = qti_xsd.hold(packages, folder(tmp_path, "s:string"))
    assert {line.split(" ")[0] for line in held.refused} == {"空:"}
    assert {line.split(" ")[1] for line in held.refused} == {"imsmanifest.xml:2"}


def test_a_folder_without_the_schemas_or_without_what_they_import_is_refused(tmp_path, capsys):
    assert qti_xsd.main(tmp_path) == 2
    (folder(tmp_path, "i:any") / "deep" / "imported.xsd").unlink()
    assert qti_xsd.main(tmp_path) == 2
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert (qti_xsd.ITEMS in first, qti_xsd.MANIFEST in first) == (True, True)
    assert ("not whole" in second, "imported.xsd" in second) == (True, True)


def test_every_shipped_bank_has_questions():
    shipped = qti_xsd.shipped()
    assert (len(shipped), [name for name, drafts in shipped.items() if not drafts]) == (
        len([p for p in qti_xsd.BANKS.rglob("*.toml") if p.parent.name != "exams"]),
        [],
    )
