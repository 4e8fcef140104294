"""Many counts in one question to the database."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Func, QuerySet, Subquery, Value

from tenure.company.models import User


def counted(rows: QuerySet[Any]) -> Any:
    """How many rows, to be asked inside another query."""
    if rows.query.is_empty():
        return Value(0)
    return Subquery(rows.order_by().annotate(n=Func(Value(1), function="COUNT")).values("n"))


def at_once(user: Any, asked: Mapping[str, Any]) -> dict[str, int]:
    """Each of these expressions by its name; 0 where there is nothing to add up."""
    named = {f"n_{name}": number for name, number in asked.items()}
    found: Mapping[str, Any] = User.objects.filter(pk=user.pk).values(**named).get()
    return {name: found[f"n_{name}"] or 0 for name in asked}
