"""Tables without names, rebuilt from the record or received from outside."""
