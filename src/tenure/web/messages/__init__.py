"""Messages to customers: written, looked at, approved, and what became of them; their templates."""
