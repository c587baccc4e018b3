"""Tests the reliability of the product: kills, power cuts, failing databases."""
