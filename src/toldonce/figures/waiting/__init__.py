"""Files of figures that are too large to be read while somebody waits for a page: the worker reads them."""
