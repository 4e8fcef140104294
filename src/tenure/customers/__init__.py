"""Who the customers are and what they pay."""
