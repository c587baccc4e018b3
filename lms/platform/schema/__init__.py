"""The schema of the database: migrations, and append-only tables."""
