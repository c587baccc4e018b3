"""Import files of questions into the bank: upload, preview, commit, review, undo."""
