"""The rules of exams: the plan, the forms drawn from it, time, marks and the result."""
