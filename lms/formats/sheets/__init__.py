"""Sheets of questions as offices keep them: what their columns, rows and cells mean."""
