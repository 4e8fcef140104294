"""Rows of a list: the values its columns need, for some ids, in their order."""

from collections.abc import Iterable, Sequence
from typing import Any

from tenure.customers.fields import FIELDS
from tenure.customers.models import Account, AccountTag, Plan, Product

# What some columns show beside their own value.
_BESIDE = {
    "name": ("segment", "region"),
    "owner": ("owner__name",),
    "utilisation": ("state__seats", "state__active_users_30d"),
    "usage": ("state__usage_trend",),
    "usage_trend": ("state__active_users_30d_before", "state__active_users_30d"),
    "features": ("state__features_entitled",),
    "health": ("state__health_change",),
}
_ALWAYS = ("id", "name", "state__arr_minor")
Row = dict[str, Any]


def rows(ids: Sequence[str], columns: Iterable[str]) -> list[Row]:
    """One dictionary an account with the paths of `columns`; tags are under "tags"."""
    found = {row["id"]: row for row in Account.objects.filter(pk__in=ids).values(*_paths(columns))}
    listed = [found[key] for key in ids if key in found]
    if "tag" in columns:
        _add_tags(listed)
    return listed


def _paths(columns: Iterable[str]) -> list[str]:
    own = [FIELDS[column].path for column in columns if column != "tag"]
    beside = [path for column in columns for path in _BESIDE.get(column, ())]
    return list(dict.fromkeys([*_ALWAYS, *own, *beside]))


def _add_tags(listed: list[Row]) -> None:
    by_account: dict[str, list[str]] = {row["id"]: [] for row in listed}
    tags = AccountTag.objects.filter(account__in=list(by_account)).order_by("tag")
    for account_id, tag in tags.values_list("account_id", "tag"):
        by_account[account_id].append(tag)
    for row in listed:
        row["tags"] = by_account[row["id"]]


def names_of(listed: Iterable[Row], columns: Iterable[str]) -> dict[str, str]:
    """Names of the plans and products that `listed` shows, by id."""
    names: dict[str, str] = {}
    for column, model in (("plan", Plan), ("product", Product)):
        if column in columns:
            ids = {key for row in listed for key in row[FIELDS[column].path] or []}
            names |= {key: name for key, name in model.objects.filter(pk__in=ids).values_list("pk", "name") if name}
    return names
