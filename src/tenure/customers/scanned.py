"""A column read from the row and not from its index: for conditions and for the orders of what they leave.

SQLite takes the index of a column that a condition bounds, whatever the bound: three quarters of 100,000 accounts cost
260 ms with it and 50 without; reading all rows for a few costs 25. Other databases know how many rows a bound leaves
and choose by themselves.
"""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, DateField, Field, FloatField, IntegerField, Transform
from django.db.models.sql.compiler import SQLCompiler

SCANNED: Final = "scanned"


class Scanned(Transform):
    lookup_name = SCANNED

    @property
    def output_field(self) -> Field[Any, Any]:
        return self.lhs.output_field

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_: Any, **__: Any) -> tuple[str, Any]:
        return compiler.compile(self.lhs)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        found, parameters = compiler.compile(self.lhs)
        return f"+{found}", parameters


for kind in (CharField, DateField, FloatField, IntegerField):
    kind.register_lookup(Scanned)
