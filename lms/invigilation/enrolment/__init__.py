"""The list of candidates of an exam, and what becomes of those on it."""
