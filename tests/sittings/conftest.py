"""Every sitting of these tests is scored as in the running system."""

import pytest

from lms.app import wire


@pytest.fixture(autouse=True)
def packages_react_to_each_other():
    wire()
