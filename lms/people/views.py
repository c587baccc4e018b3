"""The doors of this room: to import them is to open them."""

from lms.people.doors import audit, bp, me, people, recognise, roles, sign_in, tasks, units

__all__ = ["audit", "bp", "me", "people", "recognise", "roles", "sign_in", "tasks", "units"]
