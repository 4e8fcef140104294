"""Onboarding: from signature to first value."""
