"""Tell me when: who asked to be told of what about whom, and how they are told."""
