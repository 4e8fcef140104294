"""A believable software company to look at, from our own simulator."""
