"""Pages of plans and money: books of sheets, and what is worked out from them."""
