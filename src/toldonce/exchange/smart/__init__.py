"""SMART Backend Services: a computer proves with its own key who it is, and gets a token that lasts five minutes."""
