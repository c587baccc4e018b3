"""What an exam is: its plan, the papers drawn from it, its time, marks and verdict."""
