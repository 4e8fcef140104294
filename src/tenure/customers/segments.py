"""Saved views as segments: the condition behind a name, wherever a segment is asked."""

from typing import Any

from tenure.core.conditions import EVERYTHING, All, AnyOf, Check, Condition, ConditionError, from_tree
from tenure.customers.access import visible_segments
from tenure.customers.fields import condition_fields
from tenure.customers.models import Segment
from tenure.customers.selection import Selection


def condition_of(segment: Segment) -> Condition:
    """The filter of a saved view, its search included, as one condition."""
    condition = from_tree(segment.condition, condition_fields())
    words = tuple(_anywhere(word) for word in segment.search.split())
    return All((*(() if condition == EVERYTHING else (condition,)), *words)) if words else condition


def _anywhere(word: str) -> Condition:
    return AnyOf(tuple(Check(field, "contains", word) for field in ("name", "domain", "id")))


def named(user: Any) -> dict[str, Condition]:
    """Name to condition of every view the user may see; another person's view of the same name carries their name."""
    own_first = visible_segments(user).select_related("owner").order_by("name", "pk")
    found: dict[str, Condition] = {}
    for segment in sorted(own_first, key=lambda one: one.owner_id != user.pk):
        name = segment.name if segment.name not in found else f"{segment.name} ({segment.owner})"
        found[name] = condition_of(segment)
    return dict(sorted(found.items()))


def selection_of(segment: Segment | None, user: Any, currency: str) -> Selection:
    """What a saved view holds for `user`, their "my accounts" switch included; every account for None."""
    if segment is None:
        return Selection(user, currency, own=user.own_book)
    try:
        condition = from_tree(segment.condition, condition_fields())
    except ConditionError:  # a field of an older version; the view itself says so when it is opened
        return Selection(user, currency, own=user.own_book)
    return Selection(user, currency, condition, segment.search, user.own_book)
