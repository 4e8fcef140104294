"""The customer and the plan of the domain's tests."""

from tenure.planning.conftest import acme, cora, hours, now, plan

__all__ = ["acme", "cora", "hours", "now", "plan"]
