"""The grammar of GIFT, as Moodle reads and writes it."""
