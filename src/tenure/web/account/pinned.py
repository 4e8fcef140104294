"""The facts pinned under an account's name: each with what moved, as of when, and where it came from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString

from tenure.core.money import minor_exponent
from tenure.web import format as words
from tenure.web import measures
from tenure.web.account.moment import Moment
from tenure.web.account.opened import Opened
from tenure.web.account.standing import Standing
from tenure.web.shell import marks

NOTHING: Final = SafeString("")
_SOON: Final = 90
_STEADY: Final = 0.05  # a change of active users within five percent is not news


@dataclass(frozen=True, slots=True)
class Pinned:
    label: str
    shown: str
    source: str
    as_of: date
    change: str = ""
    good: bool | None = None
    note: str = ""
    tone: str = ""
    picture: SafeString = NOTHING


def pinned(standing: Standing, moment: Moment) -> list[Pinned]:
    return list(_pinned(standing, moment))


def pinned_now(here: Opened) -> list[Pinned] | None:
    """From the row kept for today; None when they have to be computed, which a panel does."""
    if here.moment.as_of or here.state is None:
        return None
    return pinned(Standing.of_state(here.account, here.state), here.moment)


def _pinned(standing: Standing, moment: Moment) -> Iterator[Pinned]:
    yield _arr(standing, moment)
    yield _health(standing)
    yield _active(standing)
    yield _renewal(standing, moment)
    yield _owner(standing)
    yield _since(standing, moment)


def _arr(standing: Standing, moment: Moment) -> Pinned:
    arr, change = standing.arr_minor, standing.change_12m_minor
    before = None if arr is None or change is None else arr - 12 * change
    moved = ""
    if change is not None and before:
        moved = words.percent(12 * change / before, plus=True) if change else ""
    elif change:
        moved = words.money_short(12 * change, moment.currency, plus=True)
    note = "rate of its currency is missing" if arr is None else "in 12 months" if moved else "same as 12 months ago"
    exactly = words.money(arr, moment.currency)
    source = f"12 × MRR of its subscriptions: {exactly}"
    return Pinned("ARR", _whole(arr, moment.currency), source, standing.as_of, moved,
                  None if not change else change > 0, note)  # fmt: skip


def _whole(minor: int | None, currency: str) -> str:
    """Without cents where they say nothing."""
    unit = 10 ** minor_exponent(currency)
    large = minor is not None and abs(minor) >= 1000 * unit
    return words.money(round(minor / unit) * unit if minor is not None and large else minor, currency)


def _health(standing: Standing) -> Pinned:
    mark, word = measures.tone(standing.health)
    change = standing.health_change
    moved = measures.points(change) if change else ""
    note = f"{word}, as yesterday" if change == 0 else f"{word}, since yesterday" if moved else word
    return Pinned("Health", measures.score(standing.health), "Its scorecard, from all facts up to the day",
                  standing.as_of, moved, None if not change else change > 0, note,
                  tone="" if mark == "idle" else mark)  # fmt: skip


def _active(standing: Standing) -> Pinned:
    """Active users of the paid seats."""
    now, before, share = standing.active, standing.active_before, standing.utilisation
    moved, good = "", None
    if now is not None and before is not None and now != before:
        moved = words.number(now - before, plus=True)
        good = None if before and abs(now / before - 1) <= _STEADY else now > before
    seats = f" of {words.number(standing.seats)}" if standing.seats is not None else ""
    used = f", {words.percent(share, 0)} of seats in use" if share is not None else "" if seats else ", no seats agreed"
    note = ("on" if moved else "as in") + f" 30 days before{used}" if now is not None else "no usage connected"
    picture = marks.spark(standing.weeks, "bad" if good is False else "good" if good else "info")
    return Pinned("Active users, 30 days", words.number(now) + seats, "Product events and subscriptions",
                  standing.as_of, moved, good, note, picture=picture)  # fmt: skip


def _renewal(standing: Standing, moment: Moment) -> Pinned:
    day = standing.renewal_on
    if day is None:
        return Pinned("Renewal", words.EMPTY, "Renewals and subscriptions", standing.as_of, note="no end agreed")
    days = (day - moment.day).days
    note = f"in {words.number(days)} days" if days > 1 else "tomorrow" if days == 1 else "due" if days == 0 else "past"
    return Pinned("Renewal", words.day(day), "Renewals and subscriptions", standing.as_of, note=note,
                  tone="warn" if days <= _SOON else "")  # fmt: skip


def _owner(standing: Standing) -> Pinned:
    if standing.owner:
        return Pinned("Owner", standing.owner, "Account owner", standing.as_of)
    return Pinned("Owner", "Nobody", "Account owner", standing.as_of, note="assign one under Details", tone="warn")


def _since(standing: Standing, moment: Moment) -> Pinned:
    since = standing.customer_since
    note = "has never paid" if since is None else _age(since, moment.day)
    return Pinned("Customer since", words.day(since), "First paid day of its subscriptions", standing.as_of, note=note)


def _age(since: date, today: date) -> str:
    """In years and months, or in days before the first month is over."""
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    if months < 1:
        days = max((today - since).days, 0)
        return f"{days} day{'' if days == 1 else 's'}"
    years, rest = divmod(months, 12)
    parts = [f"{years} y" if years else "", f"{rest} m" if rest or not years else ""]
    return " ".join(part for part in parts if part)
