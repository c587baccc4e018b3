"""Files of questions with remarks on what is wrong, or a list where the format has no place for remarks."""
