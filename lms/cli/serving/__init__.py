"""Starts an installation and keeps it running."""
