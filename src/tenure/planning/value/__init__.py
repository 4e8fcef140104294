"""What objectives were worth to the customer, by quarter, beside what the customer paid."""
