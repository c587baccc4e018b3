"""Read and write QTI 2.1, 2.2 and 3.0: one model, two spellings of its names."""
