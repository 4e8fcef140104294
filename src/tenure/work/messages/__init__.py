"""Messages to contacts: written from templates, approved, sent once, and what came back."""
