"""Word documents as the lines that their readers see."""
