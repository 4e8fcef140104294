"""Who matters at an account, where nobody does, and the account plan that is kept about it."""
