"""How books begin: empty, as copies of others, or from the folder of a place."""
