"""Printing exams and receipts for candidates."""
