"""Days that people send, and how near a day is, in words."""

from datetime import date

from tenure.core.problems import NotAccepted
from tenure.web import format as words


def day_of(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotAccepted("Give the day as in 2026-03-31.") from None


def due(day: date, today: date) -> tuple[str, str]:
    """When it is due, and the tone of that: "2 days late", bad; "Today", strong; a date later on."""
    left = (day - today).days
    if left < 0:
        return words.late(-left), "bad"
    return ("Today", "strong") if left == 0 else ("Tomorrow", "") if left == 1 else (words.day(day), "")
