"""Background work: the database backend of the django-tasks API."""
