"""Write exams for printing as Word documents: the questions, the answer sheet, the key."""
