"""How often each kind of customer is checked in with, in which way, and who is overdue."""
