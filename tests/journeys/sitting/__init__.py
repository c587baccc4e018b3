"""Journeys of candidates who sit an exam, and of those who watch them."""
