"""Where facts live and run: event lake, fact tables, derived tables, as-of answers."""
