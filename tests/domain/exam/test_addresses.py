"""Where a sitting may begin."""

import pytest

from lms.domain.exam.addresses import allows, canonical


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("10.1.2.0/24", "10.1.2.0/24"),
        ("10.1.2.9/24", "10.1.2.0/24"),
        (" 10.1.2.9 ", "10.1.2.9"),
        ("10.1.2.9/32", "10.1.2.9"),
        ("FD00:0:0::1", "fd00::1"),
        ("fd00::/8", "fd00::/8"),
        ("10.1.2.256", ""),
        ("10.1.2", ""),
        ("考场一", ""),
        ("10.1.2.0/33", ""),
        ("", ""),
    ],
)
def test_a_range_is_stored_in_one_notation(written, kept):
    assert canonical(written) == kept


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("10.1.2.77", True),
        ("::ffff:10.1.2.77", True),
        ("10.1.3.77", False),
        ("10.9.9.9", True),
        ("fd00::5", True),
        ("fe80::5%eth0", False),
        ("local", False),
        ("", False),
    ],
)
def test_only_addresses_in_a_range_are_allowed(address, may):
    assert allows(("10.1.2.0/24", "10.9.9.9", "fd00::/64"), address) is may


def test_without_ranges_every_address_is_allowed():
    assert allows((), "anything")
