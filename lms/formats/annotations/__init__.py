"""A file of questions given back with what is wrong in it, or a list where the format has no room for remarks."""
