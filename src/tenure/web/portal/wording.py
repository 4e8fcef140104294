"""How days and states read to a customer."""

from datetime import date

from django.utils import timezone

_NOON, _EVENING, _NIGHT = 12, 18, 5


def greeting(hour: int) -> str:
    if _NIGHT <= hour < _NOON:
        return "Good morning"
    return "Good afternoon" if _NOON <= hour < _EVENING else "Good evening"


def short_day(day: date | None) -> str:
    """“18 December”; with its year where that is another one."""
    if day is None:
        return ""
    year = "" if day.year == timezone.localdate().year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def until(due: date, today: date) -> str:
    """“by Friday 27 November”, “today”, “11 days ago”."""
    days = (due - today).days
    if days < 0:
        return f"was due {_days(-days)} ago"
    if days == 0:
        return "due today"
    if days == 1:
        return "due tomorrow"
    return f"due {due:%A} {short_day(due)}" if days < 7 else f"due {short_day(due)}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
