"""The list of candidates of an exam, and the statuses of those on it."""
