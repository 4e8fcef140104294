"""What an account plan is written on besides its people: whitespace and open risks."""

from datetime import date

from tenure.customers.models import Account, Entitlement, Product
from tenure.engine import publication
from tenure.engine.publication import NothingPublished
from tenure.engine.reading import TooSlow
from tenure.planning.stakeholders.whitespace import Space, whitespace


def spaces(account: Account, day: date) -> list[Space] | None:
    """None while nothing is computed, or when it took too long."""
    try:
        return whitespace(account, min(day, publication.current().today))
    except (NothingPublished, TooSlow):
        return None


def anything_sold(account: Account) -> bool:
    """Whether it is known what could be bought, or what they pay for; otherwise nothing can be said to be missing."""
    return Product.objects.exists() or Entitlement.objects.filter(account=account).exists()


def open_risks(account: Account) -> list[str]:
    return [f"{one.title}: {one.cause}" for one in account.risks.filter(closed_at=None).order_by("due_on")[:12]]
