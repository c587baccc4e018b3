"""Files are kept under the digest of their bytes, and nowhere else."""

import hashlib

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
