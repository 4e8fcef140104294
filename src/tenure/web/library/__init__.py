"""The library: every document of every kind, its versions and what they changed, in and out as files."""
