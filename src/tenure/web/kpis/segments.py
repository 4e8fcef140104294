"""Who a number may be asked about: saved views, own and shared, and the segments that accounts have."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tenure.core.conditions import All, Check, Condition, ConditionError, from_tree
from tenure.customers.access import visible_segments
from tenure.customers.fields import condition_fields
from tenure.customers.models import Segment
from tenure.customers.occurring import occurring
from tenure.metrics.segments import FIELDS

_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` stands in the address; a view that asks for something without a past cannot be chosen."""

    key: str
    name: str
    possible: bool = True


def choices(user: Any) -> list[tuple[str, list[Choice]]]:
    """What the picker offers, in groups."""
    views = list(visible_segments(user).order_by("name")[:_MOST])
    own = [_choice(view) for view in views if view.owner_id == user.pk]
    shared = [_choice(view) for view in views if view.owner_id != user.pk]
    return [("Segments", list(_values(user))), ("My views", own), ("Shared views", shared)]


def condition(key: str, user: Any) -> tuple[str, Condition | None]:
    """The name and the condition behind a key; raises ConditionError when it means nothing, or nothing any more."""
    kind, _, value = key.partition(":")
    if not key:
        return "everyone", None
    if kind == "is" and value:
        return value, Check("segment", "is", value)
    view = visible_segments(user).filter(pk=int(value)).first() if kind == "view" and _is_id(value) else None
    if view is None:
        raise ConditionError("That saved view is not here any more, so this is everyone.")
    return view.name, _of_view(view)


def _of_view(view: Segment) -> Condition:
    try:
        found = from_tree(view.condition, condition_fields())
    except ConditionError as error:
        raise ConditionError(
            f"The filter of {view.name} cannot be read any more, so this is everyone: {error}"
        ) from None
    without_past = _without_past(found)
    if without_past:
        raise ConditionError(
            f"{view.name} asks for {', '.join(without_past)}, of which the past is not kept, so this is everyone."
        )
    return All((found, Check("name", "contains", view.search))) if view.search else found


def _without_past(found: Condition) -> list[str]:
    return sorted({check.field for check in found.tests()} - FIELDS.keys())


def _choice(view: Segment) -> Choice:
    try:
        _of_view(view)
    except ConditionError:
        return Choice(f"view:{view.pk}", f"{view.name} (asks for something without a past)", possible=False)
    return Choice(f"view:{view.pk}", view.name)


def _values(user: Any) -> Iterator[Choice]:
    return (Choice(f"is:{name}", name) for name in sorted(name for name, _ in occurring("segment", user)))


def _is_id(value: str) -> bool:
    return value.isdecimal() and len(value) < 16
