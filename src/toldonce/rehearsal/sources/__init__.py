"""The sources: each tells its own part of a life, with its own numbers and its own mistakes."""
