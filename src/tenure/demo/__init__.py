"""A simulated B2B software company, written as files with canonical columns. Nothing here knows a database."""
