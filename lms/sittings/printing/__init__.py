"""What candidates hold on paper: exams and receipts."""
