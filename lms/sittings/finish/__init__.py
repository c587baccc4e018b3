"""Ending a sitting: by its candidate, by an invigilator, by its deadline."""
