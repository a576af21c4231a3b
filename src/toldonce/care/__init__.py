"""What people do for a person: plans, referrals, documents, appointments, alerts."""
