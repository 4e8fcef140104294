"""Accounts: the book as a list, and one of them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from tenure.api.kinds import Page, Paging, Short, money, paged
from tenure.api.operations import Area
from tenure.api.problems import Refusal
from tenure.company.models import settings_row
from tenure.company.roles import user_of
from tenure.core.conditions import EVERYTHING, Condition, ConditionError, parse
from tenure.customers.access import account_or_404
from tenure.customers.fields import COLUMNS, FIELDS, AccountField, condition_fields
from tenure.customers.listing import rows
from tenure.customers.selection import Selection, page_of_ids
from tenure.engine import publication
from tenure.engine.publication import NothingPublished

area = Area("Accounts")
_USUAL = "name,status,owner,segment,arr,health,renewal"
Values = dict[str, Any]


class Asked(Paging):
    filter: Annotated[str, Field(max_length=4000, description='Such as segment = "Enterprise" and arr >= 90000')] = ""
    search: Annotated[Short, Field(description="Words somewhere in name, domain or id")] = ""
    sort: Annotated[str, Field(description="A column, with - before it for descending")] = "id"
    columns: Annotated[str, Field(description=f"Names by comma, of {', '.join(COLUMNS)}")] = _USUAL
    mine: Annotated[bool, Field(description="Only accounts that the person owns")] = False


@area.get("/accounts", Page[Values])
def accounts(request: HttpRequest, asked: Query[Asked]) -> Values:
    """List accounts with their current values.

    Each item has `id`, `name` and the columns asked, as of the day in `as_of`, which is known so far. Money is in minor
    units, shares are fractions of 1, health is in points; what is unknown is null. `filter` is the language of saved
    views, where money is written in major units and shares in percent. Accounts without a value come last either way.
    """
    columns, currency = _columns(asked.columns), settings_row().currency
    selection = Selection(user_of(request), currency, _condition(asked.filter), asked.search, asked.mine)
    few = None if selection.everything else selection.few()
    ids = page_of_ids(selection, few, _sort(asked.sort), asked.before, asked.per_page + 1)
    items = [told(row, columns, currency) for row in rows(ids, ("name", *columns))]
    return paged(request, asked, items, as_of=known_on())


@area.get("/accounts/{account_id:account_id}", Values)
def account(request: HttpRequest, account_id: str) -> Values:
    """Show one account with all its current values.

    In an address, the id's characters /, ~ and \\ are written ~2F, ~7E and ~5C.
    """
    found, currency = account_or_404(request.user, account_id), settings_row().currency
    [row] = rows([found.pk], COLUMNS)
    return {"as_of": known_on(), **told(row, COLUMNS, currency)}


def told(row: Mapping[str, Any], columns: Iterable[str], currency: str) -> Values:
    """The values of a row of `customers.listing`, by column."""
    values = {name: row["tags"] if name == "tag" else _value(FIELDS[name], row, currency) for name in columns}
    return {"id": row["id"], "name": row["name"], **values}


def _value(field: AccountField, row: Mapping[str, Any], currency: str) -> Any:
    value = row[field.path]
    if value is None:
        return None
    if field.unit == "money":
        return money(value, currency)
    return value / 100 if field.unit == "points" else value


def known_on() -> date | None:
    """The running day of the publication; None before anything was computed."""
    with suppress(NothingPublished):
        return publication.current().today
    return None


def _columns(text: str) -> list[str]:
    asked = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in asked:
        if name not in COLUMNS:
            raise Refusal(422, f"{name[:60]!r} is no column; there are {', '.join(COLUMNS)}.", "query.columns")
    return asked


def _condition(text: str) -> Condition:
    try:
        return parse(text, condition_fields()) if text.strip() else EVERYTHING
    except ConditionError as error:
        raise Refusal(422, str(error), "query.filter") from None


def _sort(text: str) -> str:
    field = FIELDS.get(text.removeprefix("-"))
    if field is None or not field.sortable:
        known = ", ".join(field.name for field in FIELDS.values() if field.sortable)
        raise Refusal(422, f"Accounts cannot be sorted by {text[:60]!r}; use one of {known}.", "query.sort")
    return text
