"""What the merge fields of a message stand for, for one contact of an account."""

from datetime import date
from typing import Any, Final

from tenure.company.models import User
from tenure.customers.models import Account, AccountState, Contact
from tenure.work.portal import access, addresses

_TITLES: Final = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "sir"})


def values_for(account: Account, contact: Contact | None, sender: User | None, company: str) -> dict[str, str]:
    """By field; an empty text where nothing is known. Zero is known."""
    state: AccountState | None = getattr(account, "state", None)
    name = tidy(contact.name) if contact else ""
    return {
        "account.name": tidy(account.name),
        "account.renewal_date": _day(state.renewal_on if state else None),
        "account.customer_since": _day(state.customer_since if state else None),
        "account.seats": _number(state.seats if state else None),
        "account.active_users": _number(state.active_users_30d if state else None),
        "contact.name": name,
        "contact.first_name": first_name(name),
        "contact.page": _page(contact, state),
        "owner.name": tidy(sender.name) if sender else "",
        "owner.first_name": first_name(tidy(sender.name)) if sender else "",
        "owner.email": sender.email if sender else "",
        "company.name": tidy(company),
    }


def _page(contact: Contact | None, state: AccountState | None) -> str:
    """What stands for the link until the mail leaves; see `work.portal.leaving`."""
    return addresses.stand_in() if contact and not access.closed(contact, state) else ""


def tidy(text: str) -> str:
    """On one line, without what no header may hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def first_name(name: str) -> str:
    """Of “Ada Ferreira”, “Ferreira, Ada” and “Dr. Ada Ferreira”: Ada. A title alone is no name."""
    last, comma, rest = name.partition(",")
    words = (rest if comma else last).split()
    known = [word for word in words if word.lower().rstrip(".") not in _TITLES]
    return known[0] if known else ""


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _number(number: Any) -> str:
    return "" if number is None else f"{number:,}"
