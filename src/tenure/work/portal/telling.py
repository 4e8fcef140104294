"""Telling whoever looks after an account what a contact did on their page."""

from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.work.models import Notice
from tenure.work.notices.verbs import notify


def tell_us(
    contact: Contact, key: str, title: str, text: str = "", *, about: tuple[str, str] = ("", ""),
    owner: User | None = None,
) -> None:  # fmt: skip
    """Once for each `key`; to the owner of the matter, else of the account. Nobody is told where nobody is."""
    who = owner or contact.account.owner
    if who is not None:
        notify(who, Notice.Kind.CUSTOMER, f"page:{key}"[:190], title, text=text, about=about, account=contact.account)
