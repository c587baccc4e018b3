"""Read and write GIFT by Moodle's grammar."""
