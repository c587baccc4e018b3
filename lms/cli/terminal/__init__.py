"""What every command shares: the installation that it works on, the file that it writes, and what it says of wrong usage."""
