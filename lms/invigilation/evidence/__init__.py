"""What happened in a sitting: its events in words, counted, and as a file to print."""
