"""A file of questions on its way into the bank: read, looked at, committed, taken back."""
