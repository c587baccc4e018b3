"""How questions are written on pages: in fields, as text, several at once; and how many are changed at once."""
