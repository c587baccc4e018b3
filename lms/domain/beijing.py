"""The one time zone that China has: pages and files show it, the database and the API keep UTC."""

from datetime import timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
