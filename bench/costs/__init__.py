"""Measures what the product costs: one program for each part of docs/performance.md."""
