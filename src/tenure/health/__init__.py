"""How well an account does: scores of other systems, as facts."""
