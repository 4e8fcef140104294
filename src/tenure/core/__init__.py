"""Time and periods, money, ids: no tables, no domain words."""
