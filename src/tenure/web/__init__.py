"""Pages: they compose, they own no tables."""
