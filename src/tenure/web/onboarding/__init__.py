"""The onboarding pages: the portfolio, and one onboarding with its plan."""
