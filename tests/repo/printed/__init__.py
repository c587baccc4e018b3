"""Documents that are printed from the code: one module for each of the long ones."""
