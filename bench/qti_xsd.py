"""Validates what is written as QTI 2.2 or 3.0 by the XSD of its publisher: python -m bench.qti_xsd FOLDER [2.2|3.0]

FOLDER contains the two schemas of the version that XSD names below and all that they import, as 1EdTech publishes them; we may
not redistribute them. Nothing is downloaded: an imported schema is looked up in FOLDER by its name, whatever its address.
Every shipped bank and every package of bench.qti_hard is written; exit code 1 if any document is refused.

The first issue of the XSD of 2.2 (March 2015) refuses all text in a link, an erratum that the later issue of the same version
corrected: use the later one.
"""

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from bench.qti_hard import hard
from lms.formats.item import Draft
from lms.formats.items import qti2, qti3, toml

WRITE = {"2.2": qti2.write, "3.0": qti3.write}
XSD = {
    "2.2": ("imsqti_v2p2.xsd", "qtiv2p2_imscpv1p2_v1p0.xsd"),
    "3.0": ("imsqti_asiv3p0_v1p0.xsd", "imsqtiv3p0_imscpv1p2_v1p0.xsd"),
}
"""The schema of items and tests, and that of the manifest."""
BANKS = Path(__file__).parents[1] / "question_bank"


@dataclass
class Validation:
    """How many documents were validated, by the name of their root, and what was refused."""

    documents: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Package, file, line and message."""


class Folder(etree.Resolver):
    """Resolves the imports of schemas by their file names alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.files = {path.name: path for path in sorted(folder.rglob("*.xsd"), reverse=True)}

    def resolve(self, url: str, pubid: str, context: object) -> object:
        path = self.files.get(PurePosixPath(url).name)
        if path is None:
            raise FileNotFoundError(f"{url} is imported and not in the folder")
        return self.resolve_filename(str(path), context)

    def schema(self, name: str) -> etree.XMLSchema:
        """Return the schema in the file of that name."""
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(self)
        return etree.XMLSchema(etree.parse(str(self.files[name]), parser))


def shipped() -> dict[str, list[Draft]]:
    """Return the questions of every bank that comes with the product, by its file."""
    readings = {str(path.relative_to(BANKS)): toml.read(path.read_bytes(), path.name) for path in sorted(BANKS.rglob("*.toml"))}  # fmt: skip
    return {name: list(reading.drafts) for name, reading in readings.items() if reading.drafts}


def documents(drafts: list[Draft], version: str) -> Iterator[tuple[str, bytes]]:
    """Yield every item, test and manifest; not pictures that only have a name like one."""
    with zipfile.ZipFile(io.BytesIO(WRITE[version](drafts))) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".xml") and data.startswith(b"<?xml"):
                yield name, data


def validate(packages: Iterable[tuple[str, list[Draft]]], folder: Path, version: str) -> Validation:
    """Validate all documents of all packages by the schemas in the folder."""
    schemas = Folder(folder)
    items, manifest = map(schemas.schema, XSD[version])
    validation = Validation()
    for package, drafts in packages:
        for name, data in documents(drafts, version):
            root = etree.fromstring(data, etree.XMLParser(huge_tree=True))
            kind = etree.QName(root).localname
            schema = manifest if kind == "manifest" else items
            validation.documents[kind] = validation.documents.get(kind, 0) + 1
            if not schema.validate(root):
                validation.refused += [
                    f"{package}: {name}:{fault.line} {fault.message}" for fault in schema.error_log
                ]
    return validation


def main(folder: Path, version: str = "2.2") -> int:
    missing = [name for name in XSD[version] if name not in Folder(folder).files]
    if missing:
        print(f"not in {folder}: {', '.join(missing)}; take them from 1EdTech, with all that they import")
        return 2
    try:
        validation = validate([*shipped().items(), *hard().items()], folder, version)
    except etree.XMLSchemaParseError as error:
        print(f"the schemas in {folder} are not whole: {error}")
        return 2
    print(*validation.refused, sep="\n")
    counts = ", ".join(f"{many} {kind}" for kind, many in sorted(validation.documents.items()))
    print(f"{counts}: {len(validation.refused)} violations")
    return 1 if validation.refused else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not set(sys.argv[2:]) <= set(XSD):
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
