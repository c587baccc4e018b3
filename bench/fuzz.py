"""Runs a fuzzer on each reader, starting from valid files: python -m bench.fuzz [SECONDS] [READER …]

Needs atheris (pip install atheris), which is not part of the product. What it finds becomes a test. The readers run one after
another, each in a process of its own; a crash or a reader slower than 10 s stops it and leaves the input in the folder named.
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


def as_archive(form: str, data: bytes) -> bytes:
    """Return the bytes as the main part of an archive if files of this form are archives, because a fuzzer cannot guess
    checksums."""
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


def check_reader(form: str, data: bytes) -> None:
    """Read the bytes; raise if the reader does, if it is slow, or if it returns neither questions nor problems."""
    items = importlib.import_module("lms.formats.items")
    start = time.process_time()
    reading = items.read(as_archive(form, data), _NAMES.get(form, "a.zip"), form)
    took = time.process_time() - start
    if took > SLOWEST:
        raise AssertionError(f"{took:.1f} s for {len(data)} bytes")
    assert reading.drafts or reading.problems
    assert not any(isinstance(draft.question(), list) for draft in reading.drafts)
    assert all(problem.where.in_("zh") and problem.what.zh and problem.how.zh for problem in reading.problems)


def seeds(form: str) -> list[bytes]:
    """Return small valid files of the form."""
    tests = importlib.import_module("tests.formats.fuzz.test_table_and_xml_readers")
    texts = importlib.import_module("tests.formats.fuzz.test_text_readers").SEEDS
    files = [data for name, data in tests.seeds()] + [text.encode() for text in texts.values()]
    cells = '<row r="1"><c t="str" r="A1"><v>题干</v></c><c t="str" r="B1"><v>答案</v></c></row><row r="2"><c t="str"><v>题____</v></c><c r="B2"><v>1</v></c></row>'
    files.append(f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>'.encode())
    files.append(
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>1. 题</w:t></w:r></w:p></w:body></w:document>'.encode()
    )
    return files


def fuzz(form: str, seconds: int) -> None:
    """Run until the time is over; end the process."""
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
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: check_reader(form, data))
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run every named reader in its own process; the exit code says in how many a fault was found."""
    seconds = int(arguments[0]) if arguments else 60
    if arguments[2:3] == ["--here"]:
        fuzz(arguments[1], seconds)
    faulty = 0
    for form in arguments[1:] or importlib.import_module("lms.formats.items").readable():
        print(f"{form}: {seconds} s", flush=True)
        done = subprocess.run([sys.executable, "-m", "bench.fuzz", str(seconds), form, "--here"], check=False)
        faulty += done.returncode != 0
    return faulty


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
