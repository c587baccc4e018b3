"""Sheets as text, read from workbooks of every age, CSV and web pages."""
