"""Meetings: planned with invitations, held with notes and decisions."""
