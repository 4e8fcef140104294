"""Mails that come in: replies, and copies of what colleagues wrote."""
