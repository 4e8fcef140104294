"""Whose values are looked at: everyone, or the accounts of a filter or a saved view, as the accounts list has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from tenure.company.models import settings_row
from tenure.core.conditions import EVERYTHING, Check, Condition, ConditionError, from_tree, parse
from tenure.customers.access import visible_segments
from tenure.customers.fields import condition_fields
from tenure.customers.models import Segment
from tenure.customers.occurring import occurring
from tenure.customers.selection import Selection

_MOST_VIEWS: Final = 50
_BANDS: Final = (
    ("Healthy", "health >= 70"), ("Watch", "health >= 40 and health < 70"), ("At risk", "health < 40"),
    ("No score", "health is empty"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """`key` is what the picker sends: view:3, where:..., or nothing for everyone."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Who:
    """`where` is the condition as it was typed; `problem` is a sentence about it, and then everyone is shown."""

    name: str = "Everyone"
    condition: Condition = EVERYTHING
    search: str = ""
    view: Segment | None = None
    where: str = ""
    problem: str = ""

    @property
    def everyone(self) -> bool:
        return self.condition == EVERYTHING and not self.search

    @property
    def key(self) -> str:
        return f"view:{self.view.pk}" if self.view else f"where:{self.where}" if self.where else ""

    def parameters(self) -> dict[str, str]:
        if self.view:
            return {"view": str(self.view.pk)}
        return {"where": self.where} if self.where else {}

    @property
    def query(self) -> str:
        """What the accounts list needs behind its address to show the same accounts."""
        return f"?{urlencode(self.parameters())}" if self.parameters() else ""

    def ids(self, user: Any) -> frozenset[str] | None:
        """The accounts it holds today; None for everyone."""
        if self.everyone:
            return None
        chosen = Selection(user, settings_row().currency, self.condition, self.search)
        return frozenset(chosen.accounts().order_by().values_list("pk", flat=True))


def read(given: Mapping[str, str], user: Any) -> Who:
    """What an address asks for: `view` or `where` as the accounts list has them, or `who`, which the picker sends."""
    kind, _, value = given.get("who", "").partition(":")
    view = value if kind == "view" else given.get("view", "")
    where = value if kind == "where" else "" if "who" in given else given.get("where", "").strip()
    return _of_view(view, user) if view and not where else _of_text(where)


def _of_text(where: str) -> Who:
    try:
        condition = parse(where, condition_fields())
    except ConditionError as error:
        return Who(where=where, problem=f"{error} So this is everyone.")
    name = next((name for name, text in _BANDS if text == where), "")
    return Who(name or _short(condition, where) or "Everyone", condition, where=where)


def _short(condition: Condition, where: str) -> str:
    only = isinstance(condition, Check) and (condition.field, condition.op) == ("segment", "is")
    return str(condition.value) if only and isinstance(condition, Check) else where


def _of_view(key: str, user: Any) -> Who:
    view = visible_segments(user).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 16 else None
    if view is None:
        return Who(problem="That saved view is not here any more, so this is everyone.")
    try:
        return Who(view.name, from_tree(view.condition, condition_fields()), view.search, view)
    except ConditionError as error:
        return Who(problem=f"The filter of {view.name} cannot be read any more, so this is everyone: {error}")


def choices(user: Any) -> list[tuple[str, list[Choice]]]:
    """What the picker offers, in groups."""
    views = list(visible_segments(user).order_by("name")[:_MOST_VIEWS])
    segments = sorted(name for name, _ in occurring("segment", user))
    return [
        ("Health", [Choice(f"where:{text}", name) for name, text in _BANDS]),
        ("Segments", [Choice(f"where:{Check('segment', 'is', name).text()}", name) for name in segments]),
        ("My views", [Choice(f"view:{one.pk}", one.name) for one in views if one.owner_id == user.pk]),
        ("Shared views", [Choice(f"view:{one.pk}", one.name) for one in views if one.owner_id != user.pk]),
    ]
