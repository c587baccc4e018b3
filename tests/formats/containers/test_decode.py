"""Bytes to text: the encodings of office programs, and a refusal that says what to do."""

import pytest

from lms.domain.problem import Problem
from lms.formats.containers.decode import MOST_BYTES, Decoded, decode_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_and_without_its_mark(encoding: str) -> None:
    found = decode_text("1. 题目\r\nA. 甲\n".encode(encoding), "a.txt")
    assert isinstance(found, Decoded)
    assert (found.text, found.notes) == ("1. 题目\r\nA. 甲\n", ())


@pytest.mark.parametrize("text", ["题目", "答案：Ａ，𠮷"])
def test_gb18030_is_read_with_a_notice(text: str) -> None:
    found = decode_text(text.encode("gb18030"), "a.txt")
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding, len(found.notes)) == (text, "gb18030", 1)


@pytest.mark.parametrize(
    "data",
    ["café écran ñ".encode("latin-1"), b"\xff\xfe\xff", b"a\n\x80\xffb", "題目".encode("big5") + b"\x81"],
)
def test_bytes_of_no_known_encoding_are_refused(data: bytes) -> None:
    found = decode_text(data, "a.txt")
    assert isinstance(found, Problem)
    assert (found.where.in_("zh"), "UTF-8" in found.how.zh) == ("a.txt", True)


def test_the_refusal_names_the_line() -> None:
    found = decode_text("一\n二\n".encode() + b"\xc3\x28", "a.txt")
    assert isinstance(found, Problem)
    assert "第 3 行" in found.what.zh


def test_control_characters_go_and_soft_breaks_end_lines() -> None:
    found = decode_text("一\0\x07\ufeff二\x0b三".encode(), "a.txt")
    assert isinstance(found, Decoded)
    assert found.text == "一二\n三"


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    found = decode_text(b" " * (MOST_BYTES + 1), "a.txt")
    assert isinstance(found, Problem)
    assert "32 MB" in found.what.zh


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    ["题干\t选项A\t答案\r\n一\t甲\tA\r\n", "1. 一百（ ）\nA. 一\nB. 丁\n答案：A", "Q\nA. x\nANSWER: A"],
)
def test_utf_16_without_a_mark_is_recognised_by_its_content(encoding: str, text: str) -> None:
    found = decode_text(text.encode(encoding), "a.txt")
    assert isinstance(found, Decoded)
    assert (found.text.replace("\r", ""), found.encoding) == (text.replace("\r", ""), encoding)
