"""Every change as a row: audit log, timeline source, history of attributes."""
