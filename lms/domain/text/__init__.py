"""Texts that people type: compared, numbered, marked up, searched."""
