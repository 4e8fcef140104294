"""Journeys over the facts: the stage of every account on any day, and the way each really went."""
