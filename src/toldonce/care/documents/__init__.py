"""Documents that one organisation sends to another about a person, until somebody there has acknowledged them."""
