"""Access for programs: tokens that act for a person, and answers kept so that what is sent twice counts once."""
