"""My day: what waits for a person, until nothing does."""
