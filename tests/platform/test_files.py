"""Files are kept under the digest of their bytes, and nowhere else."""

import hashlib
import os
from datetime import UTC, datetime, timedelta

import pytest

from lms.platform.files import Files


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


def test_what_is_kept_is_read_back_under_its_digest(files):
    digest = files.keep("证书".encode())
    assert digest == hashlib.sha256("证书".encode()).hexdigest()
    assert files.read(digest) == "证书".encode()


def test_the_same_bytes_are_kept_once(files):
    assert files.keep(b"x") == files.keep(b"x")
    assert len([p for p in files.folder.rglob("*") if p.is_file()]) == 1


def test_a_large_file_is_kept_like_a_small_one(files, tmp_path):
    source = tmp_path / "video"
    source.write_bytes(b"0123456789" * 300_000)
    assert files.keep_file(source) == files.keep(source.read_bytes())
    assert [p.suffix for p in files.folder.rglob("*") if p.is_file()] == [""]


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 63, "a" * 65, "../" + "a" * 61, "/" + "a" * 63, "." * 64]
)
def test_a_name_that_is_no_digest_leads_nowhere(files, name):
    with pytest.raises(ValueError, match="not a digest"):
        files.path(name)


def test_an_unknown_digest_is_not_found(files):
    with pytest.raises(FileNotFoundError):
        files.read("a" * 64)


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_file_is_dropped_unless_it_was_stored_again_since(files):
    digest = files.keep(b"x")
    os.utime(files.path(digest), (NOON.timestamp(),) * 2)
    assert files.drop(digest, NOON) is False
    assert files.read(digest) == b"x"
    assert files.drop(digest, NOON + timedelta(seconds=1)) is True
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []
    assert files.drop(digest, NOON) is True
    assert files.keep(b"x") == digest
    assert files.read(digest) == b"x"


def test_a_file_that_is_stored_again_counts_as_new(files):
    digest = files.keep(b"x")
    os.utime(files.path(digest), (0, 0))
    files.keep(b"x")
    assert files.drop(digest, NOON) is False


def test_who_keeps_the_same_bytes_while_they_are_dropped_has_them(files, monkeypatch):
    digest = files.keep(b"x")
    os.utime(files.path(digest), (0, 0))
    rename = type(files.folder).rename

    def keeps_first(path, to):
        files.keep(b"x")
        return rename(path, to)

    monkeypatch.setattr(type(files.folder), "rename", keeps_first)
    assert files.drop(digest, NOON) is False
    assert files.read(digest) == b"x"
