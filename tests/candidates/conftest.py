"""Every sitting of these tests is scored as in the running system."""

from tests.sittings.conftest import packages_react_to_each_other

__all__ = ["packages_react_to_each_other"]
