"""Exports questions as files: a whole bank, or the questions that a list shows."""
