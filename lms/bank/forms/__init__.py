"""The forms of the bank's pages: `search` for lists and exports, `write` for editors, `decide` for reviews and changes,
`imports` for files."""
