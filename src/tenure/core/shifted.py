"""A day of a row, some days on: where Django asks Python for every row, the database can reckon by itself."""

from typing import Any

from django.db.models import DateField, F, Func, Value


class Shifted(Func):
    """`Shifted("started_on", 30)`: the day thirty days later."""

    output_field = DateField()

    def __init__(self, day: str | F, days: int, **more: Any) -> None:
        super().__init__(F(day) if isinstance(day, str) else day, Value(days), **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s || ' days')", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ", **more)
