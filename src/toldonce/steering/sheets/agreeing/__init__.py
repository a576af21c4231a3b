"""What people say to each other about a book, and how it becomes agreed: comments, submission, signatures."""
