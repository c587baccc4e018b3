"""Passwords, sign-ins of browsers and tokens of programs."""
