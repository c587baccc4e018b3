"""HTML and plain text of foreign formats as our Markdown, and back."""
