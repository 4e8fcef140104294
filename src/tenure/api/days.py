"""Days that a request asks for: nothing is known of those to come."""

from datetime import date

from tenure.api.problems import Refusal


def known(day: date | None, latest: date, name: str = "as_of") -> date:
    """The day asked, or the latest of which something is known."""
    if day and day > latest:
        raise Refusal(422, f"{day} is not known yet; the latest day is {latest}.", f"query.{name}")
    return day or latest
