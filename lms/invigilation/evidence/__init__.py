"""What happened in a sitting: its events described, counted, and printed as a file."""
