"""The pages of those who care for a person: finding, the list, the record."""
