"""Renewals and their forecasts."""
