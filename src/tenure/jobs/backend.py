"""The database backend of the django-tasks API."""

from django_tasks.backends.dummy import DummyBackend as DatabaseBackend

__all__ = ["DatabaseBackend"]
