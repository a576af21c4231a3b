"""What one organisation asks of another about a person: referrals, questions for advice, tasks."""
