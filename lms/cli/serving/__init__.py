"""Starting an installation and keeping it running."""
