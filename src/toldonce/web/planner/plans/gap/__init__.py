"""Pages of the financial gap: the gap, how sure it is, growth, scenarios, what is implied, where a pound comes from."""
