"""The back office for people: who works where, who has an account, who holds which role."""
