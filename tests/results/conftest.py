"""Every sitting of these tests is scored as in the running system."""

import pytest

from lms.app import wire


@pytest.fixture(autouse=True)
def event_handlers():
    wire()
