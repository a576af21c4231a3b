"""Everything about a person: store, search, identity, access, readings and the change feed."""
