"""The lists of the bank: read by filters, and kept up to date with what is written."""
