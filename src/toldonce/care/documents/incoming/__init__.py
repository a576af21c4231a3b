"""Documents from systems outside, on their way to a person's papers."""
