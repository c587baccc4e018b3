"""Saving answers: from a page's script, from its form, from a file."""
