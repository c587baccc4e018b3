"""The container of .xls: streams come out whole, broken chains end."""

import struct

import pytest

from lms.formats.containers.compound_file import CompoundFile
from tests.formats.old_excel import xls


def test_a_stream_comes_out_whole() -> None:
    cells = {(row, 0): f"第{row}行" for row in range(2000)}
    file = CompoundFile(xls({"表": cells}))
    assert file.names == ["Workbook"]
    stream = file.stream("Workbook")
    assert stream[:2] == struct.pack("<H", 0x0809)
    assert "第1999行".encode("utf-16-le") in stream


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    data = bytearray(xls({"表": {(0, 0): "x"}}))
    data[512 + 8 : 512 + 12] = struct.pack("<I", 2)
    assert len(CompoundFile(bytes(data)).stream("Workbook")) <= 4096


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"x" * 600])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no compound file"):
        CompoundFile(data)
