"""A place beside a benchmark, its peers and its own past, in words that a board can read."""
