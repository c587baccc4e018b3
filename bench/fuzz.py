"""Feeds each reader what a fuzzer makes of good files: python -m bench.fuzz [SECONDS] [READER …]

Needs atheris (pip install atheris), which is no part of the product. What it finds becomes a test. Every reader runs in a
process of its own, by turns; a crash or a reader slower than 10 s stops it and leaves the input in the folder named.
"""

import importlib
import io
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

SLOWEST = 10.0
_NAMES = {"docx": "a.docx", "excel": "a.xlsx", "moodle_xml": "a.xml", "gift": "a.gift", "aiken": "a.txt", "text": "a.txt",
          "toml": "a.toml"}  # fmt: skip
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="单选题" sheetId="1" r:id="a"/></sheets></workbook>'
_BOOK_LINKS = (
    f'<Relationships xmlns="{_LINKS}"><Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)


def packed(form: str, data: bytes) -> bytes:
    """The bytes as the part of an archive that matters, where files of this form are archives: a fuzzer that has to
    guess checksums gets nowhere."""
    if form not in ("docx", "excel") or not data.lstrip().startswith(b"<"):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if form == "docx":
            archive.writestr("word/document.xml", data)
        else:
            archive.writestr("xl/workbook.xml", _BOOK)
            archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_LINKS)
            archive.writestr("xl/worksheets/sheet1.xml", data)
    return out.getvalue()


def tried(form: str, data: bytes) -> None:
    """Reads the bytes; raises if the reader does, if it is slow, or if what it gives is no question or no problem."""
    items = importlib.import_module("lms.formats.items")
    start = time.process_time()
    reading = items.read(packed(form, data), _NAMES.get(form, "a.zip"), form)
    took = time.process_time() - start
    if took > SLOWEST:
        raise AssertionError(f"{took:.1f} s for {len(data)} bytes")
    assert reading.drafts or reading.problems
    assert not any(isinstance(draft.question(), list) for draft in reading.drafts)
    assert all(problem.where.in_("zh") and problem.what.zh and problem.how.zh for problem in reading.problems)


def seeds(form: str) -> list[bytes]:
    """Good files of the form, small ones."""
    tests = importlib.import_module("tests.formats.fuzz.test_table_and_xml_readers")
    texts = importlib.import_module("tests.formats.fuzz.test_text_readers").SEEDS
    found = [data for name, data in tests.seeds()] + [text.encode() for text in texts.values()]
    cells = '<row r="1"><c t="str" r="A1"><v>题干</v></c><c t="str" r="B1"><v>答案</v></c></row><row r="2"><c t="str"><v>题____</v></c><c r="B2"><v>1</v></c></row>'
    found.append(f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'.encode())
    found.append(
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>1. 题</w:t></w:r></w:p></w:body></w:document>'.encode()
    )
    return found


def fuzz(form: str, seconds: int) -> None:
    """Runs until the time is over; ends the process."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["lms"]):
        importlib.import_module("lms.formats.items").item_formats()
    folder = Path(tempfile.gettempdir()) / f"wuneng-fuzz-{form}"
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(form)):
        (corpus / f"seed-{number}").write_bytes(data)
    options = [f"-max_total_time={seconds}", "-max_len=20000", "-timeout=30", "-rss_limit_mb=1500",
               f"-artifact_prefix={folder}/", "-verbosity=0"]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: tried(form, data))
    atheris.Fuzz()


def main(words: list[str]) -> int:
    """Every named reader in its own process; the exit code says how many found something."""
    seconds = int(words[0]) if words else 60
    if words[2:3] == ["--here"]:
        fuzz(words[1], seconds)
    found = 0
    for form in words[1:] or importlib.import_module("lms.formats.items").readable():
        print(f"{form}: {seconds} s", flush=True)
        done = subprocess.run([sys.executable, "-m", "bench.fuzz", str(seconds), form, "--here"], check=False)
        found += done.returncode != 0
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
