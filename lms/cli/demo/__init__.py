"""The demo: a fictional city whose people have been learning for three months."""
