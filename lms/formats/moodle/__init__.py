"""Read and write the questions of Moodle XML."""
