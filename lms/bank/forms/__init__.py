"""The forms of the bank's pages: `search` what is listed, `write` what is written, `decide` what becomes of it, and
`imports` for files."""
