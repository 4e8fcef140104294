"""People whom a request names by their id; who is not there is a sentence that says where."""

from tenure.api.problems import Refusal
from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.work.notices.verbs import colleagues


def colleague_of(key: int, where: str = "body.owner") -> User:
    """Somebody of us who can sign in; contacts of customers who can are none."""
    found = colleagues().filter(pk=key).first()
    if found is None:
        raise Refusal(422, f"There is no active person {key}.", where)
    return found


def contact_of(account_id: str | None, key: str, where: str = "body.contact") -> Contact:
    """Somebody of this account."""
    found = Contact.objects.filter(pk=key, account=account_id).first() if account_id else None
    if found is None:
        raise Refusal(422, f"There is no contact {key[:60]!r} of this account.", where)
    return found
