"""What messages tell of, one file for each noun: how facts are read from a message, and how a state becomes resources."""
