"""Word documents as the lines that a reader sees."""
