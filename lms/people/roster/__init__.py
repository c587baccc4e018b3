"""Rosters: the lists of people and units that offices keep."""
