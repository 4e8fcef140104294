"""The rows behind a number: how they are searched, sorted, paged and shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.core.whole import whole
from tenure.engine.listing import Listing
from tenure.web import format as words
from tenure.web.charts.bridge import LABELS
from tenure.web.kpis.nouns import column_label
from tenure.web.shell.templatetags.tenure import avatar

PAGE: Final = 25
_LAST: Final = 4000
_NUMBERS: Final = frozenset({"money", "count", "days"})
_SIGNED: Final = frozenset({"amount", "fx"})


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows: in the number or left out of it, whose name contains `search`, in which order, which page."""

    left_out: bool = False
    search: str = ""
    sort: str = ""
    page: int = 1

    @property
    def parameters(self) -> dict[str, str | int | None]:
        """What stands in the address, None for what is usual."""
        return {
            "rows": "left_out" if self.left_out else None,
            "q": self.search or None,
            "sort": self.sort or None,
            "page": self.page if self.page > 1 else None,
        }

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE


def sought(given: QueryDict) -> Sought:
    page = given.get("page", "1")
    return Sought(
        left_out=given.get("rows") == "left_out",
        search=" ".join(given.get("q", "").split())[:200],
        sort=given.get("sort", ""),
        page=min(max(whole(page, 5), 1), _LAST),
    )


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    kind: str

    @property
    def is_number(self) -> bool:
        return self.kind in _NUMBERS

    @property
    def classes(self) -> str:
        """What explains a row gives way on a phone; who it is and what is added up stay."""
        shown = "" if self.name in ("name", "numerator", "denominator", "reason", "amount") else "p2"
        return " ".join(filter(None, ("tn-num" if self.is_number else "", shown)))


Address = Callable[[Mapping[str, str | int | None]], tuple[str, str]]  # parameters to (page, fragment)


def heads(columns: list[Column], now: Sought, address: Address) -> list[dict[str, Any]]:
    return [_head(column, now, address) for column in columns]


def _head(column: Column, now: Sought, address: Address) -> dict[str, Any]:
    down = now.sort == f"-{column.name}"
    up = now.sort == column.name
    first = f"-{column.name}" if column.is_number else column.name
    turned = column.name if down else f"-{column.name}" if up else first
    page, fragment = address({**now.parameters, "sort": turned, "page": None})
    way = "descending" if down else "ascending" if up else ""
    return {"label": column.label, "classes": column.classes, "url": page, "fragment": fragment, "sorted": way}


def lines(listing: Listing, columns: list[Column], currency: str, *, links: bool) -> list[SafeString]:
    return [_line(row, columns, currency, links) for row in listing.rows]


def _line(row: Mapping[str, Any], columns: list[Column], currency: str, links: bool) -> SafeString:
    cells = format_html_join("", "{}", ((_cell(row, column, currency, links),) for column in columns))
    return format_html("<tr data-row>{}</tr>", cells)


def _cell(row: Mapping[str, Any], column: Column, currency: str, links: bool) -> SafeString:
    if column.name == "name":
        return format_html("<td>{}</td>", _who(row, links))
    if column.name == "account_id":
        url = reverse("account:page", args=[row["account_id"]])
        return format_html('<td><a href="{}">{}</a></td>', url, row["account_id"])
    value = row[column.name]
    tone = _tone(column, value)
    classes = f"{column.classes} tn-{tone}" if tone else column.classes
    return format_html('<td class="{}">{}</td>', classes, text(value, column, currency))


def _who(row: Mapping[str, Any], links: bool) -> SafeString:
    name = row["name"] or row["unit_id"]
    if not links:
        return format_html('<span class="tn-who"><span>{}</span></span>', name)
    url = reverse("account:page", args=[row["unit_id"]])
    return format_html('<span class="tn-who">{}<span><a href="{}">{}</a></span></span>', avatar(name), url, name)


def _tone(column: Column, value: Any) -> str:
    if value is None or value == 0:
        return "muted"
    if column.name in _SIGNED:
        return "good" if value > 0 else "bad"
    return "strong" if column.name == "numerator" else ""


def text(value: Any, column: Column, currency: str) -> str:
    if value is None or value == "":
        return words.EMPTY
    match column.kind:
        case "money":
            return words.money(int(value), currency, plus=column.name in _SIGNED)
        case "count" | "days":
            return words.number(value)
        case "date":
            return words.day(value) if isinstance(value, date) else str(value)
    return LABELS.get(str(value)) or ("No change" if value == "none" else str(value).replace("_", " "))


def columns_of(details: Mapping[str, str], hidden: tuple[str, ...] = ()) -> list[Column]:
    return [Column(name, column_label(name), kind) for name, kind in details.items() if name not in hidden]


def pages(listing: Listing, now: Sought, address: Address) -> dict[str, Any]:
    last = max(-(-listing.total // PAGE), 1)
    before, after = (
        address({**now.parameters, "page": step if step > 1 else None}) for step in (now.page - 1, now.page + 1)
    )
    return {
        "last": last,
        "first_row": now.offset + 1,
        "last_row": now.offset + len(listing.rows),
        "rows": listing.total,
        "previous": before if now.page > 1 else None,
        "next": after if now.page < last else None,
    }
