"""How questions are written on pages: in fields, as text, several at once, and many changed at once."""
