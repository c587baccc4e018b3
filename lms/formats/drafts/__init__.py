"""What formats share: names, rubrics, spellings of answers, pictures, and what a format cannot carry."""
