"""The customer's page: links that open it, sessions, codes, visits, and what is shown on it."""
