"""Texts that people type: comparison, numbers, markup and search."""
