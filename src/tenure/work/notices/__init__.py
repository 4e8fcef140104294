"""What a person is told: that somebody named them, and what they asked to be reminded of."""
