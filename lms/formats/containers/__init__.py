"""What files are packed and encoded in: archives, compound files, XML, encodings; checked before they are read."""
