"""The engine's own facts, written by hand."""

from tenure.engine.tests.conftest import account, pays

__all__ = ["account", "pays"]
