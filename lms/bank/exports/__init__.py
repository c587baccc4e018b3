"""Questions as files: a whole bank, or those that a page shows."""
