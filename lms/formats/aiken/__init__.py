"""The grammar of Aiken, read as people write it."""
