"""A condition as chips: groups joined by "or", the checks of a group joined by "and"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tenure.core.conditions import EVERYTHING, All, AnyOf, Check, Condition
from tenure.core.money import minor_exponent
from tenure.customers.fields import FIELDS, AccountField
from tenure.web import format as words
from tenure.web.accounts.asked import Asked

Groups = list[list[Condition]]

OPERATOR_WORDS: Final = {
    "is": "is", "is_not": "is not", "in": "is any of", "not_in": "is none of", "contains": "contains",
    "at_least": "at least", "at_most": "at most", "above": "above", "below": "below",
    "empty": "is empty", "not_empty": "is known",
}  # fmt: skip
_DATE_WORDS: Final = {"at_least": "from", "at_most": "until", "above": "after", "below": "before"}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    value: str
    without: str  # the address of the list without this check
    without_rows: str


def groups(condition: Condition) -> Groups:
    """What does not fit into two levels stays one part, shown as its text."""
    if condition == EVERYTHING:
        return []
    alternatives = condition.parts if isinstance(condition, AnyOf) else (condition,)
    return [list(part.parts) if isinstance(part, All) else [part] for part in alternatives]


def joined(parts: Groups) -> Condition:
    alternatives = tuple(_all(group) for group in parts if group)
    if not alternatives:
        return EVERYTHING
    return alternatives[0] if len(alternatives) == 1 else AnyOf(alternatives)


def _all(group: list[Condition]) -> Condition:
    return group[0] if len(group) == 1 else All(tuple(group))


def added(condition: Condition, check: Condition, group: int | None) -> Condition:
    """`condition` and one more check: in a group, or as an alternative of its own when `group` is None."""
    parts = groups(condition)
    if group is None or group >= len(parts):
        return joined([*parts, [check]])
    return joined([[*one, check] if index == group else one for index, one in enumerate(parts)])


def removed(condition: Condition, group: int, place: int) -> Condition:
    parts = groups(condition)
    del parts[group][place]
    return joined(parts)


def chips(asked: Asked, names: dict[str, str]) -> list[list[Chip]]:
    """`names` says what ids and e-mail addresses stand for."""
    return [list(_chips_of(asked, index, group, names)) for index, group in enumerate(groups(asked.condition))]


def _chips_of(asked: Asked, index: int, group: list[Condition], names: dict[str, str]) -> Iterator[Chip]:
    for place, part in enumerate(group):
        rest = removed(asked.condition, index, place)
        label, value = _said(part, asked.currency, names)
        yield Chip(label, value, asked.url(condition=rest), asked.url("accounts:rows", condition=rest))


def _said(part: Condition, currency: str, names: dict[str, str]) -> tuple[str, str]:
    if not isinstance(part, Check):
        return "", part.text()
    field = FIELDS[part.field]
    word = _DATE_WORDS.get(part.op, OPERATOR_WORDS[part.op]) if field.kind == "date" else OPERATOR_WORDS[part.op]
    values = part.value if isinstance(part.value, tuple) else (part.value,)
    shown = (
        " or ".join(shown_value(field, value, currency, names) for value in values) if part.value is not None else ""
    )
    return f"{field.label} {word}", shown


def shown_value(field: AccountField, value: Any, currency: str, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.unit == "money":
        return words.money_short(round(value * 10 ** minor_exponent(currency)), currency)
    if field.unit == "share":
        return f"{value:g}%".replace("-", "−")
    if field.kind == "date":
        return words.day(value)
    if isinstance(value, str):
        return names.get(value) or sentence_case(value) or "nothing"
    return words.number(value, 0 if value == int(value) else 1)


def sentence_case(value: str) -> str:
    """Words of a fixed list as people write them: sales_led is Sales led. Other values stay as they are."""
    return value.replace("_", " ").capitalize() if value in _FIXED else value


_FIXED: Final = frozenset(choice for field in FIELDS.values() for choice in field.choices)
