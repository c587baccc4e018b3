"""Convert HTML and plain text of other formats to our Markdown, and back."""
