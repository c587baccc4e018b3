"""The page forms of the people package."""
