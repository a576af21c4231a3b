"""A day of the invented place as its computers tell it: messages and files, each at its minute."""
