"""Journeys: the stages of a customer's life, the way accounts really went, and where they stall."""
