"""Working days as whole numbers: Monday to Friday, each the successor of the one before. No Django."""

from datetime import date

_WEEK, _WORKING = 7, 5


def since(day: date) -> int:
    """The number of the day, or of the Monday after a weekend."""
    week, weekday = divmod(day.toordinal() - 1, _WEEK)  # the first of January of the year 1 was a Monday
    return week * _WORKING + min(weekday, _WORKING)


def until(day: date) -> int:
    """The number of the day, or of the Friday before a weekend."""
    week, weekday = divmod(day.toordinal() - 1, _WEEK)
    return week * _WORKING + min(weekday, _WORKING - 1)


def day(number: int) -> date:
    week, weekday = divmod(number, _WORKING)
    return date.fromordinal(week * _WEEK + weekday + 1)


def later(start: date, days: int) -> date:
    """So many working days after a day."""
    return day((since(start) if days <= 0 else until(start)) + days)


def between(start: date, end: date) -> int:
    """Working days from the one to the other; negative when it lies before."""
    return until(end) - until(start)
