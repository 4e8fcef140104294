"""The learned churn risk of the book: learned from its own past, said of every account on every day, explained.

A training is a dated row and is never changed. Whether the newest is shown, its card says; see docs/algorithms/risk.
"""
