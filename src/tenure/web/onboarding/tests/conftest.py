"""The customer and the onboarding of the domain's tests."""

from tenure.onboarding.tests.conftest import account, at, held, plan

__all__ = ["account", "at", "held", "plan"]
