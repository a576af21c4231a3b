"""Tables that people plan in: typed columns, cells with an address, an author and a reason for every edit."""
