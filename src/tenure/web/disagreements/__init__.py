"""Where CSM and score disagree: a list to decide, and who turned out right."""
