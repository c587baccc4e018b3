"""Beginning a sitting: which exams a person may sit now, and the paper drawn for them."""
