"""Meetings with customers: planned with invitations, held with notes and decisions."""
