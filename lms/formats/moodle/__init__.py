"""Moodle XML: its questions in and out."""
