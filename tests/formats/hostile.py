"""Hostile and mislabelled files, by name; as a program it reads each and prints what that cost."""

import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from lms.formats.items import read, readable, recognise

_ITEM = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="t"><itemBody><p>x</p></itemBody></assessmentItem>'
_WORDS = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>1. 题</w:t></w:r></w:p></w:body></w:document>'
_EXTERNAL = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>'
MEGABYTES = 1_000_000


def _laughs() -> str:
    names = "abcdefghij"
    more = "".join(f'<!ENTITY {n} "{f"&{m};" * 10}">' for m, n in pairwise(names))
    return f'<!DOCTYPE l [<!ENTITY a "ha">{more}]><quiz><question type="essay"><name><text>&j;</text></name></question></quiz>'


def _zip(*files: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def _link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.xml")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _encrypted() -> bytes:
    data = bytearray(_zip(("a.xml", _ITEM)))
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def files() -> Iterator[tuple[str, bytes]]:
    """Yield each file with its name."""
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"):
        yield f"laughs in {encoding}.xml", _laughs().encode(encoding)
        yield f"external in {encoding}.xml", _EXTERNAL.encode(encoding)
    yield "deep.xml", b"<quiz>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</quiz>"
    yield "many attributes.xml", ("<quiz " + " ".join(f'a{n}="x"' for n in range(30_000)) + "/>").encode()
    for number, name in enumerate(
        ("../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "..\\evil.xml", "a/../../b.xml")
    ):
        yield f"slip {number}.zip", _zip((name, _ITEM))
    yield "bomb.zip", _zip(("a.xml", b"0" * 60 * MEGABYTES))
    yield (
        "bomb.xlsx",
        _zip(("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", b" " * 150 * MEGABYTES)),
    )
    yield "bomb.docx", _zip(("word/document.xml", b" " * 150 * MEGABYTES))
    yield "link.zip", _link()
    yield "password.zip", _encrypted()
    whole = _zip(("a.xml", _ITEM))
    yield "half.zip", whole[: len(whole) // 2]
    yield "half.docx", _zip(("word/document.xml", _WORDS))[:150]
    yield "pdf.docx", b"%PDF-1.7\n" + bytes(range(256)) * 10
    yield "program.xlsx", b"MZ" + bytes(range(256)) * 10
    yield "password.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)
    yield "macros.docm", _zip(("word/document.xml", _WORDS), ("word/vbaProject.bin", b"x"))
    yield "macros.xlsx", _zip(("xl/workbook.xml", "<workbook/>"), ("xl/vbaProject.bin", b"x"))
    yield "latin.txt", "1. café\nA. x\nB. y\nANSWER: A".encode("latin-1")
    yield "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    yield "page.xml", b"<!DOCTYPE html><html><body>test.xml</body></html>"
    yield "empty.docx", b""
    yield "long.txt", b"a" * 40 * MEGABYTES


def _memory() -> int:
    """Return the peak memory of this process, in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return int(status.read().split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    """Print {name: [seconds, MB, questions, problems]} as JSON."""
    for form in readable():
        read(b"x", "a.txt", form)
    outcomes = {}
    for name, data in list(files()):
        before, start = _memory(), time.process_time()
        recognise(data, name)
        reading = read(data, name)
        seconds = time.process_time() - start
        problems = [problem.line("zh") for problem in reading.problems]
        outcomes[name] = [seconds, _memory() - before, len(reading.drafts), problems]
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
