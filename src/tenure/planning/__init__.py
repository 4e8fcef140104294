"""Success plans, goals and reviews."""
