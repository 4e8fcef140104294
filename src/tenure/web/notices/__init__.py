"""Notices: what a person was told, and what they asked to be reminded of."""
