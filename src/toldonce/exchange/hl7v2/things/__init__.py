"""What messages tell of, one file for each noun: facts read from a message, a state made into resources."""
