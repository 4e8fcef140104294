"""The Risks pages: what may cost us an account, and what became of it."""
