"""What the mailbox says of documents that it carries."""
