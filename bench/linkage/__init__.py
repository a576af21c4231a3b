"""Training and measuring the weights by which source patients without a number are joined."""
