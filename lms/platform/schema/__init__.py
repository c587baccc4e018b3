"""The schema of the database: migrations, and tables that refuse changes."""
