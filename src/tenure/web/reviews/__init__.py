"""Reviews: which are due, each one prepared, edited, held and shared, and its files."""
