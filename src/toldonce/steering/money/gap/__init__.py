"""The financial gap: what happens if nothing is done, what each solution buys, and what is left."""
