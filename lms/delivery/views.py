"""The door of the room: every page of doors/."""

from lms.delivery.doors import bp, hold, sitting

__all__ = ["bp", "hold", "sitting"]
