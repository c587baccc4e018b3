"""What formats share about a question on its way: names, rubrics, answers, pictures, and what stays behind."""
