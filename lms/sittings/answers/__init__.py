"""Answers on their way in: from a page, from its form, from a file."""
