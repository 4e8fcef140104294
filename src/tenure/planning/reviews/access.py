"""Which reviews a person may see or change, and what of one a customer sees."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from tenure.company.roles import may
from tenure.customers.access import may_write, visible_rows
from tenure.customers.models import Account, AccountLogo, Contact
from tenure.planning.access import present
from tenure.planning.reviews.models import Review, ReviewBlock


def visible_reviews(user: Any) -> QuerySet[Review]:
    return visible_rows(user, Review.objects.all())


def of_person(person: Any) -> Q:
    """Reviews that somebody holds: their own, and of their accounts those without an owner.

    NOT NOT NULL, because a book has few reviews and many have no owner: their index is no place to begin.
    """
    book = Account.objects.filter(owner=person).values("pk")
    return Q(owner=person) | Q(~Q(owner__isnull=False), account__in=book)


def review_or_404(user: Any, review_id: str) -> Review:
    """With all that a page of it shows first; `has_logo` says whether the customer has one."""
    related = ("account__owner", "account__state", "owner", "meeting", "minutes")
    found = visible_reviews(user).select_related(*related)
    logo = Exists(AccountLogo.objects.filter(account=OuterRef("account")))
    return get_object_or_404(found.annotate(has_logo=logo), pk=review_id)


def may_change(user: Any, review: Review) -> bool:
    """Who writes the account, and who is to hold the review."""
    own = review.owner_id is not None and review.owner_id == user.pk
    return may_write(user, review.account) or (own and may(user, "write_own_accounts"))


def require_change(user: Any, review: Review) -> None:
    if not may_change(user, review):
        raise Http404


def shared_reviews(contact: Contact) -> QuerySet[Review]:
    """What a contact may read: reviews of their own account that we share, the newest first; one who left, nothing."""
    found = Review.objects.filter(account=present(contact).account_id, shared_at__isnull=False).exclude(
        status="cancelled"
    )
    return found.select_related("account", "owner").order_by("-due_on", "-pk")


def shared_review_or_404(contact: Contact, review_id: str) -> Review:
    return get_object_or_404(shared_reviews(contact), pk=review_id)


def blocks_for_customer(review: Review) -> QuerySet[ReviewBlock]:
    return review.blocks.filter(internal=False, hidden=False)
