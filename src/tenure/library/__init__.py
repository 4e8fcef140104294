"""Versioned documents: measures and scorecards today; what is published counts, what was published is kept."""
