"""Scores of accounts, day by day: made by refresh with the scorecards in force, read by pages."""
