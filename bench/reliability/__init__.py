"""What the product survives: kills, power cuts, dying databases."""
