"""Settings, URLs, commands and start-up: the floor that ties the others together."""
