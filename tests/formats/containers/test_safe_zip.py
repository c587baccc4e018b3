"""Archives from unknown sources: harmless ones open, all others are refused before they are unpacked."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest

from lms.domain.problem import Problem
from lms.formats.containers.safe_zip import SafeZip, open_zip


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def refusal(data: bytes) -> tuple[str, str]:
    found = open_zip(data)
    assert isinstance(found, Problem)
    return found.where.in_("zh"), found.what.en


def test_files_are_listed_and_read() -> None:
    archive = open_zip(packed({"folder/": b"", "folder/一.xml": b"<a/>", "b.txt": b""}))
    assert isinstance(archive, SafeZip)
    assert archive.names() == ["folder/一.xml", "b.txt"]
    assert archive.read("folder/一.xml") == b"<a/>"
    assert archive.size("folder/一.xml") == 4


def test_a_name_in_gbk_is_read_as_chinese() -> None:
    data = packed({"ABCD.xml": b"x"}).replace(b"ABCD.xml", "试题".encode("gbk") + b".xml")
    archive = open_zip(data)
    assert isinstance(archive, SafeZip)
    assert archive.names() == ["试题.xml"]


def test_a_missing_file_is_a_problem() -> None:
    archive = open_zip(packed({"a": b"x"}))
    assert isinstance(archive, SafeZip)
    found = archive.read("b")
    assert isinstance(found, Problem)
    assert found.where.in_("zh") == "b"


def test_a_damaged_file_is_a_problem() -> None:
    data = packed({"a": b"words that are stored"}, zipfile.ZIP_STORED).replace(b"words", b"wards", 1)
    archive = open_zip(data)
    assert isinstance(archive, SafeZip)
    assert isinstance(archive.read("a"), Problem)


OUTSIDE = [
    "../evil", "a/../../evil", "/etc/passwd", "C:/evil", "c:evil", "..", "a/..", "a\\..\\evil", "．．/evil", "\\\\host\\share",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    placeholder = "x" * len(name.encode())
    data = packed({placeholder: b"x"}).replace(placeholder.encode(), name.encode())
    if not name.isascii():
        data = _as_utf8(data)
    assert refusal(data) == (name, "has a name that leads out of the archive")


def _as_utf8(data: bytes) -> bytes:
    """The same archive with the flag that its names are UTF-8."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + at
        data = data[:place] + struct.pack("<H", 0x800) + data[place + 2 :]
    return data


def test_a_nul_in_a_name_is_refused() -> None:
    data = packed({"a_xml": b"x"}).replace(b"a_xml", b"a\0xml")
    assert refusal(data)[1] == "has control characters in its name, or no name"


def test_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(out.getvalue()) == ("link", "is a link or a special file")


def test_an_encrypted_file_is_refused() -> None:
    data = packed({"a": b"x"})
    place = data.index(b"PK\x01\x02") + 8
    assert refusal(data[:place] + b"\x01" + data[place + 1 :]) == ("a", "is encrypted")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_used_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    assert refusal(out.getvalue()) == ("a", "is in the archive twice")


def test_headers_that_disagree_are_refused() -> None:
    data = packed({"good": b"x"})
    assert refusal(data.replace(b"good", b"evil", 1))[1] == (
        "is named differently in the archive's list and in its content"
    )


def test_an_unusual_method_is_refused() -> None:
    assert refusal(packed({"a": b"x" * 100}, zipfile.ZIP_LZMA)) == ("a", "is compressed by an unusual method")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = packed({"a": bytes(50_000_000)})
    tracemalloc.start()
    found = refusal(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ("a", "unpacks to more than 200 times its size, as a zip bomb does")
    assert peak < 5_000_000


def test_files_that_are_together_too_large_are_refused() -> None:
    assert isinstance(open_zip(packed({"a": b"ab" * 300, "b": b"cd" * 300}), most_bytes=1000), Problem)


def test_a_size_that_lies_is_found_when_it_is_read() -> None:
    data = packed({"a": b"x" * 5000})
    lie = data.replace(struct.pack("<L", 5000), struct.pack("<L", 10))
    archive = open_zip(lie)
    assert isinstance(archive, SafeZip)
    assert isinstance(archive.read("a"), Problem)


def test_a_hundred_thousand_entries_are_refused_at_once() -> None:
    single = packed({"a": b""})
    central = single[single.index(b"PK\x01\x02") : single.index(b"PK\x05\x06")]
    many = b"".join(central[:46] + f"{n:05}"[:1].encode() for n in range(100_000))
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(many), single.index(b"PK\x01\x02"), 0
    )
    assert isinstance(open_zip(single[: single.index(b"PK\x01\x02")] + many + end), Problem)


def test_too_many_files_are_refused() -> None:
    assert refusal(packed({f"f{n}": b"" for n in range(2001)})) == ("", "contains more than 2000 files")


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06", b"PK\x03\x04" + bytes(100), b"no archive at all" * 10]
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert isinstance(open_zip(data), Problem)


def test_a_cut_off_archive_is_refused() -> None:
    data = packed({"a": b"words"})
    assert all(isinstance(open_zip(data[:at]), Problem) for at in range(len(data)))
