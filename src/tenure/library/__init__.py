"""Versioned documents, from measures to message templates; what is published counts, what was published is kept."""
