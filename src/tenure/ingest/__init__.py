"""Facts in: files, mappings, quarantine, import runs."""
