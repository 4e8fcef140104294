"""Search reads an index of trigrams on PostgreSQL, if the extension may be created there; else it scans."""

import logging
from typing import Any

from django.db import DatabaseError, migrations, transaction

_COLUMNS = ("name", "domain", "id")


def _create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        logging.getLogger(__name__).warning("Search will scan: the extension pg_trgm could not be created. %s", error)
        return
    for column in _COLUMNS:  # the expression is the one that a search without regard to case asks for
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS account_search_{column} ON customers_account "
            f'USING gin (upper("{column}"::text) gin_trgm_ops)'
        )


def _drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for column in _COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS account_search_{column}")


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_book_totals")]
    operations = [migrations.RunPython(_create, _drop)]
