"""A real database on disk, for the test in which two meet."""

from tenure.jobs.tests.conftest import installation, migrated_postgres

__all__ = ["installation", "migrated_postgres"]
