"""A person's tasks and meetings for the calendar they use anyway, at an address only they know."""
