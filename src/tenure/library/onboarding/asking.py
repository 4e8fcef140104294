"""What a template may ask about an account. The names are those of the list of accounts, which answers them."""

from typing import Final

from tenure.core.conditions import EVERYTHING, Condition, Field, parse
from tenure.metrics.scorecards.fields import ATTRIBUTES

FIELDS: Final = {
    **{name: Field(name, "text", name.capitalize()) for name in ATTRIBUTES},
    "product": Field("product", "many", "Products"),
    "plan": Field("plan", "many", "Plans"),
    "tag": Field("tag", "many", "Tags"),
    "seats": Field("seats", "number", "Seats"),
    "arr": Field("arr", "number", "ARR"),
}


def condition_of(text: str) -> Condition:
    """The condition that a text says, everything for none; raises ConditionError."""
    return parse(text, FIELDS) if text.strip() else EVERYTHING
