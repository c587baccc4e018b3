"""Question papers as Word prints them: the paper, the sheet for answers, the key."""
