"""What files are packed and encoded in: archives, compound files, XML, encodings; bounds before anything is read."""
