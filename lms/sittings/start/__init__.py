"""Beginning a sitting: who may sit which exam now, and the paper drawn for them."""
