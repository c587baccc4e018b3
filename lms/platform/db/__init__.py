"""The database: engines, types, inserts, and the queue of its writers."""
