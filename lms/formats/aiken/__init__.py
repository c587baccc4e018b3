"""Read Aiken as people write it."""
