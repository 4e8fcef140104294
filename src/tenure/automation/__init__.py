"""Playbooks: what was run on which account, and what came of it."""
