"""Sheets of questions as offices keep them: cells from any kind of workbook, and what they mean."""
