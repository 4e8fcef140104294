"""What we do with a customer: touchpoints, tickets, notes."""
