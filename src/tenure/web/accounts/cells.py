"""Cells of the accounts table as escaped markup. Rows are joined strings: through a template 50 rows cost four times as
much. Every value that came from outside goes through `escape`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from tenure.customers.fields import FIELDS, AccountField
from tenure.customers.totals import Totals
from tenure.web import churn, measures
from tenure.web import format as words
from tenure.web.accounts.chips import sentence_case
from tenure.web.shell import marks

Row = Mapping[str, Any]
_UNKNOWN: Final = '<span class="tn-muted" title="Not known">–</span>'
_NEWS: Final = 50  # hundredths of a point; less is shown as no change
_TREND_BAND: Final = 0.05  # a change of active users within five percent counts as steady
_TONES: Final = {"paused": "warn", "lapsed": "bad", "trial": "info", "prospect": "idle"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What cells need beside their row."""

    currency: str
    today: date
    names: Mapping[str, str]  # of plans and products, by id


def rows(found: Sequence[Row], columns: tuple[str, ...], shown: Shown) -> SafeString:
    return SafeString("".join(_row(row, columns, shown) for row in found))


def _row(row: Row, columns: tuple[str, ...], shown: Shown) -> str:
    key, name = escape(row["id"]), escape(row["name"])
    cells = "".join(_cell(FIELDS[column], row, shown) for column in columns)
    return (
        f'<tr data-row><td class="tn-check"><input class="form-check-input" type="checkbox" name="ids" value="{key}" '
        f'form="bulk" data-arr="{row["state__arr_minor"] or 0}" aria-label="Select {name}"></td>{cells}</tr>'
    )


def _cell(field: AccountField, row: Row, shown: Shown) -> str:
    return f'<td class="{_style(field)}">{cell(field, row, shown)}</td>'


@cache
def _style(field: AccountField) -> str:
    return " ".join(word for word in ("tn-num" if to_the_right(field) else "", field.priority) if word)


def to_the_right(field: AccountField) -> bool:
    return field.numeric and field.name not in {"utilisation", "usage_trend", "health"}


def cell(field: AccountField, row: Row, shown: Shown) -> str:
    special = _SPECIAL.get(field.name)
    if special:
        return special(row, shown)
    value = row[field.path]
    if value in (None, "", []):
        return _UNKNOWN
    return _BY_UNIT.get(field.unit or field.kind, _text)(value, shown)


def _text(value: Any, _shown: Shown) -> str:
    return escape(sentence_case(str(value)))


def _number(value: Any, _shown: Shown) -> str:
    return words.number(value)


def _money(value: int, shown: Shown) -> str:
    full = words.money(value, shown.currency)
    return f'<span title="{escape(full)}">{escape(words.money_short(value, shown.currency))}</span>'


def _date(value: date, _shown: Shown) -> str:
    return words.day(value)


def _days_ago(value: date, shown: Shown) -> str:
    days = (shown.today - value).days
    said = "today" if days == 0 else f"{days:,} d" if days > 0 else words.day(value)
    return f'<span class="tn-muted" title="{words.day(value)}">{said}</span>'


def _flag(value: bool, _shown: Shown) -> str:
    return "Yes" if value else "No"


def _name(row: Row, _shown: Shown) -> str:
    name = row["name"]
    under = " · ".join(escape(part) for part in (row["segment"], row["region"]) if part)
    address = escape(reverse("account:page", args=[row["id"]]))
    return (
        f'<span class="tn-who"><span class="tn-av" data-c="{words.tone(name)}" aria-hidden="true">'
        f'{escape(words.initials(name)[:1])}</span><span><a href="{address}">{escape(name)}</a>'
        f'<span class="tn-sub">{under}</span></span></span>'
    )


def _owner(row: Row, _shown: Shown) -> str:
    if row["owner__email"] is None:
        return '<span class="tn-muted" title="Nobody looks after this account">No owner</span>'
    name = row["owner__name"] or row["owner__email"]
    shown = escape(name)
    return (
        f'<span class="tn-who"><span class="tn-av tn-av-p" data-c="{words.tone(name)}" aria-hidden="true">'
        f'{escape(words.initials(name))}</span><span class="tn-name" title="{shown}">{shown}</span></span>'
    )


def _health(row: Row, _shown: Shown) -> str:
    """Shape, word and number together, with what it changed since yesterday."""
    score, change = row["state__health"], row["state__health_change"]
    mark, word = measures.tone(score)
    if score is None:
        return (
            f'<span class="tn-health" data-band="{mark}">{marks.shape(mark)}<span class="tn-muted">{word}</span></span>'
        )
    moved = _moved(change) if change and abs(change) >= _NEWS else ""
    return (
        f'<span class="tn-health" data-band="{mark}">{marks.shape(mark)}<b>{measures.score(score)}</b>{moved}'
        f'<span class="visually-hidden">{word}</span></span>'
    )


def _moved(change: int) -> str:
    shown = words.number(round(change / 100), plus=True)
    return f'<span class="tn-delta" data-dir="{"up" if change > 0 else "down"}">{shown}</span>'


def _churn(row: Row, _shown: Shown) -> str:
    risk = row["state__churn_risk"]
    return _UNKNOWN if risk is None else churn.chance(risk)


def _points(value: int, _shown: Shown) -> str:
    return measures.points(value)


def _status(row: Row, _shown: Shown) -> str:
    value = row["state__status"]
    tone = _TONES.get(value, "")
    return f'<span class="tn-tag" data-tone="{tone}">{escape(value.capitalize())}</span>' if value else _UNKNOWN


def _trend(row: Row, _shown: Shown) -> str:
    value = row["state__usage_trend"]
    if value is None:
        return _UNKNOWN
    direction = "up" if value > 0 else "down" if value < 0 else ""
    was, now = words.number(row["state__active_users_30d_before"]), words.number(row["state__active_users_30d"])
    said = words.percent(value, 0, plus=True)
    return f'<span class="tn-delta" data-dir="{direction}">{said}</span> <span class="tn-micro">{was} → {now}</span>'


def trend_band(change: float | None) -> str:
    if change is None:
        return "info"
    return "good" if change > _TREND_BAND else "info" if change >= -_TREND_BAND else "warn" if change > -0.25 else "bad"


def _usage(row: Row, _shown: Shown) -> str:
    weeks = row["state__usage_weeks"] or []
    if not any(weeks):
        return _UNKNOWN
    said = f"{words.number(weeks[0])} to {words.number(weeks[-1])} weekly users in {len(weeks)} weeks"
    picture = marks.spark(weeks, trend_band(row["state__usage_trend"]))
    return f'<span title="{said}">{picture}<span class="visually-hidden">{said}</span></span>'


def utilisation_band(share: float | None) -> str:
    if share is None:
        return "idle"
    return "good" if share >= 0.7 else "warn" if share >= 0.4 else "bad"


def _utilisation(row: Row, _shown: Shown) -> str:
    seats, users = row["state__seats"], row["state__active_users_30d"]
    if not seats:
        return _UNKNOWN
    share = None if users is None else users / seats
    picture = marks.bar(share, utilisation_band(share))
    return f'<span class="tn-meter">{picture}<span>{words.number(users)}/{words.number(seats)}</span></span>'


def _features(row: Row, _shown: Shown) -> str:
    used, bought = row["state__features_used_30d"], row["state__features_entitled"]
    if used is None:
        return _UNKNOWN
    return words.number(used) + (f' <span class="tn-micro">of {words.number(bought)}</span>' if bought else "")


def _renewal(row: Row, shown: Shown) -> str:
    day = row["state__renewal_on"]
    if day is None:
        return _UNKNOWN
    left = (day - shown.today).days
    style = "tn-bad tn-strong tn-micro" if left < 0 else "tn-warn tn-strong tn-micro" if left <= 90 else "tn-micro"
    said = f"{left:,} d" if left >= 0 else f"{-left:,} d ago"
    return f'{words.day(day)} <span class="{style}">{said}</span>'


def _tags(row: Row, _shown: Shown) -> str:
    return " ".join(f'<span class="tn-tag">{escape(tag)}</span>' for tag in row["tags"]) or _UNKNOWN


def _ids(path: str) -> Callable[[Row, Shown], str]:
    def show(row: Row, shown: Shown) -> str:
        return ", ".join(escape(shown.names.get(key, key)) for key in row[path] or []) or _UNKNOWN

    return show


def _parent(row: Row, _shown: Shown) -> str:
    parent = row["state__parent_id"]
    if not parent or parent == row["id"]:
        return _UNKNOWN
    return f'<a href="{escape(reverse("account:page", args=[parent]))}">{escape(parent)}</a>'


_BY_UNIT: Final[dict[str, Callable[[Any, Shown], str]]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "days_ago": _days_ago,
    "flag": _flag,
    "points": _points,
}
_SPECIAL: Final[dict[str, Callable[[Row, Shown], str]]] = {
    "name": _name,
    "owner": _owner,
    "status": _status,
    "health": _health,
    "churn_risk": _churn,
    "usage_trend": _trend,
    "usage": _usage,
    "utilisation": _utilisation,
    "features": _features,
    "renewal": _renewal,
    "tag": _tags,
    "product": _ids("state__product_ids"),
    "plan": _ids("state__plan_ids"),
    "parent": _parent,
}


def foot(sums: Totals, columns: tuple[str, ...], currency: str) -> SafeString:
    """The totals row: of the filtered set, not of the page."""
    return SafeString("".join(_foot_cell(FIELDS[column], sums, currency) for column in columns))


def _foot_cell(field: AccountField, sums: Totals, currency: str) -> str:
    shown = _FOOT[field.name](sums, currency) if field.name in _FOOT else ""
    return f'<td class="{_style(field)}">{shown}</td>'


def _foot_money(value: int | None, currency: str) -> str:
    return f'<span title="{escape(words.money(value, currency))}">{escape(words.money_short(value, currency))}</span>'


def _foot_users(sums: Totals, _currency: str) -> str:
    change = sums.active_users_change
    if change is None:
        return ""
    direction = "up" if change > 0 else "down" if change < 0 else ""
    return f'<span class="tn-delta" data-dir="{direction}">{words.percent(change, 1, plus=True)}</span>'


def _foot_seats(sums: Totals, _currency: str) -> str:
    share = None if sums.utilisation is None else float(sums.utilisation)
    shown = marks.bar(share, utilisation_band(share)) + f"<span>{words.percent(share, 0)}</span>"
    return f'<span class="tn-meter" title="All active users out of all seats">{shown}</span>'


def _plural(count: int, noun: str) -> str:
    return f"{words.number(count)} {noun}{'' if count == 1 else 's'}"


_FOOT: Final[dict[str, Callable[[Totals, str], str]]] = {
    "name": lambda sums, _: f"Total of {_plural(sums.accounts, 'account')}",
    "owner": lambda sums, _: f'<span class="tn-muted">{_plural(sums.owners, "owner")}</span>',
    "arr": lambda sums, currency: _foot_money(sums.arr_minor, currency),
    "mrr_change": lambda sums, currency: _foot_money(sums.mrr_change_12m_minor, currency),
    "mrr": lambda sums, currency: _foot_money(None if sums.arr_minor is None else sums.arr_minor // 12, currency),
    "seats": lambda sums, _: words.number(sums.seats),
    "active_users": lambda sums, _: words.number(sums.active_users),
    "usage_trend": _foot_users,
    "utilisation": _foot_seats,
    "renewal": lambda sums, _: f'<span class="tn-muted">{words.number(sums.renewing)} within 90 d</span>',
}
