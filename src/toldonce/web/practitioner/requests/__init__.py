"""Pages on which referrals, questions for advice and tasks are written, answered and followed."""
