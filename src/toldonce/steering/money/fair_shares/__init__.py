"""Fair shares: an amount divided by weighted population, to practices, networks and places, and held against spend."""
