"""What was done: by the person, and on their accounts by others what was closed; day by day, from the journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from tenure.core.periods import starts_at
from tenure.customers.models import Account
from tenure.health.models import Risk
from tenure.journal.models import Change
from tenure.web.day.look import Look
from tenure.web.day.progress import AWAY, BACK

_WEEK: Final = timedelta(days=7)
_MOST: Final = 300
_CLOSED: Final = ("risk.saved", "risk.lost", "risk.false_alarm")
_TOLD: Final = (*AWAY, *BACK, "task.added", "touchpoint.written", "pulse.given", "risk.opened")
_WORDS: Final = {
    "risk.taken": ("Risk taken", "user-check"), "risk.planned": ("Risk planned", "pencil"),
    "risk.snoozed": ("Risk snoozed", "clock-pause"), "risk.assigned": ("Risk handed over", "user"),
    "risk.saved": ("Risk closed: saved", "circle-check"), "risk.lost": ("Risk closed: lost", "x"),
    "risk.false_alarm": ("Risk closed: false alarm", "filter-off"), "risk.opened": ("Risk raised", "alert-triangle"),
    "risk.given_back": ("Risk given back", "arrow-back-up"), "risk.woken": ("Risk woken", "arrow-back-up"),
    "risk.reopened": ("Risk reopened", "arrow-back-up"), "task.added": ("Task added", "plus"),
    "task.done": ("Task done", "check"), "task.cancelled": ("Task cancelled", "x"),
    "task.rescheduled": ("Task moved", "clock"), "task.handed_over": ("Task handed over", "user"),
    "task.reopened": ("Task reopened", "arrow-back-up"), "task.put_back": ("Task moved back", "arrow-back-up"),
    "day.seen": ("Seen", "circle-check"), "day.put_off": ("Put off", "clock-pause"),
    "day.brought_back": ("Brought back", "arrow-back-up"), "touchpoint.written": ("Note written", "note"),
    "pulse.given": ("Pulse given", "heartbeat"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    day: date
    time: str
    title: str
    icon: str
    text: str
    url: str
    account_id: str
    account: str
    who: str


def context(look: Look, before: str) -> dict[str, Any]:
    """A week that ends before the day `before`, today's included when none is given."""
    end = _day(before) or look.desk.today + timedelta(days=1)
    start = end - _WEEK
    entries = _entries(look, start, end)
    by_day = [(day, list(rows)) for day, rows in groupby(entries, key=lambda entry: entry.day)]
    return {
        "days": by_day, "start": start, "last": end - timedelta(days=1), "cut": len(entries) == _MOST,
        "older": f"{look.query}&before={start.isoformat()}",
        "newer": f"{look.query}&before={(end + _WEEK).isoformat()}" if end <= look.desk.today else "",
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entries(look: Look, start: date, end: date) -> list[Entry]:
    here = look.desk.zone
    told = Change.objects.filter(at__gte=starts_at(start, here), at__lt=starts_at(end, here)).filter(_of(look))
    rows = list(told.select_related("actor").order_by("-at", "-pk")[:_MOST])
    names = dict(Account.objects.filter(pk__in={row.account_id for row in rows}).values_list("pk", "name"))
    risk_ids = {int(row.subject_id) for row in rows if row.subject_type == "health.risk"}
    titles = dict(Risk.objects.filter(pk__in=risk_ids).values_list("pk", "title"))
    return [_entry(row, row.at.astimezone(here), names, titles, look) for row in rows]


def _of(look: Look) -> Q:
    """Of the team, what people did; of one person, what they did and what others closed on their accounts."""
    whose = look.desk.whose
    if whose is None:
        return Q(verb__in=_TOLD, actor__isnull=False)
    book = Account.objects.filter(owner=whose).values("pk")
    return Q(verb__in=_TOLD, actor=whose) | Q(verb__in=_CLOSED, account_id__in=book)


def _entry(row: Change, at: datetime, names: dict[str, str], titles: dict[int, str], look: Look) -> Entry:
    title, icon = _WORDS[row.verb]
    text = row.after.get("title") or ""
    url = reverse("account:page", args=[row.account_id]) if row.account_id in names else ""
    if row.subject_type == "health.risk":
        text, url = titles.get(int(row.subject_id), text), reverse("risks:detail", args=[row.subject_id])
    elif row.subject_type == "work.task":
        url = reverse("tasks:detail", args=[row.subject_id])
    elif row.verb == "touchpoint.written":
        text = str(row.after.get("body", ""))[:160]
    other = row.actor if row.actor_id != (look.desk.whose.pk if look.desk.whose else None) else None
    said = " · ".join(filter(None, (text, row.reason[:160])))
    return Entry(at.date(), f"{at:%H:%M}", title, icon, said, url, row.account_id, names.get(row.account_id, ""),
                 str(other or ""))  # fmt: skip
