"""When reviews are: planned, moved, called off. Each verb checks who may, and leaves a row in the journal."""

import uuid
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404

from tenure.company.models import User
from tenure.company.roles import may
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.journal.write import record
from tenure.library.decks import Purpose
from tenure.library.reading import HeldDeck, published_decks
from tenure.planning.reviews.access import require_change
from tenure.planning.reviews.models import Review, ReviewGuest
from tenure.work.asides import back_for_all

USUAL: Final = {Review.Kind.BUSINESS: "business_review", Review.Kind.SUCCESS: "success_review"}
AGAIN: Final = 14  # days after a no-show
_FARTHEST: Final = 5 * 366 * DAY
_LONGEST_REASON: Final = 300


def schedule(
    user: Any, account: Account, due_on: date, today: date, *, kind: str = Review.Kind.BUSINESS, deck: str = "",
    title: str = "", owner: User | None = None,
) -> Review:  # fmt: skip
    """A review by a person; its owner is whom they name, or the account's, or themselves."""
    if not may_write(user, account):
        raise Http404
    chosen = chosen_deck(kind, deck)
    holder = owner or account.owner or user
    _may_hold(holder)
    review = Review(
        id=f"review-{uuid.uuid4().hex}", account=account, due_on=_near(due_on, today), kind=kind, owner=holder,
        title=_title(title) or chosen.deck.name, deck=chosen.deck.id, source="Tenure",
    )  # fmt: skip
    with transaction.atomic():
        review.save(force_insert=True)
        expect_usual(review)
        _say(user, review, "review.scheduled", after={"due_on": str(due_on), "title": review.title})
    return review


def chosen_deck(kind: str, key: str = "") -> HeldDeck:
    """The deck of this key, or the usual one of the kind, or any of its purpose."""
    found = published_decks()
    if kind not in Review.Kind.values:
        raise NotAccepted(f"{kind!r} is no kind of review; use {' or '.join(Review.Kind.values)}.")
    if key and key not in found:
        raise NotAccepted(f"There is no deck {key!r} in force; choose another.")
    of_kind = [held for held in found.values() if held.deck.purpose == Purpose(kind)]
    chosen = found.get(key or USUAL[Review.Kind(kind)]) or next(iter(of_kind), None)
    if chosen is None:
        raise NotAccepted("No deck for such reviews is in force; publish one in the library first.")
    return chosen


def expect_usual(review: Review) -> None:
    """Whom a review is for, until somebody says otherwise: sponsors and champions who are still there."""
    people = review.account.contacts.filter(left_on=None, role__in=("executive_sponsor", "champion")).order_by("name")
    ReviewGuest.objects.bulk_create([ReviewGuest(review=review, contact=one, name=str(one)) for one in people[:6]])


@transaction.atomic
def reschedule(user: Any, review_id: str, due_on: date, today: date, reason: str = "") -> Review:
    """To another day; what was a no-show or cancelled is planned again by this."""
    review = locked(user, review_id)
    _not_held(review)
    before = {"due_on": str(review.due_on or ""), "status": review.status}
    review.due_on, review.status, review.reason = _near(due_on, today), Review.Status.SCHEDULED, _reason(reason)
    review.save()
    back_for_all("review", review.pk)
    _say(user, review, "review.rescheduled", before, {"due_on": str(due_on), "status": review.status}, review.reason)
    return review


@transaction.atomic
def cancel(user: Any, review_id: str, reason: str) -> Review:
    review = still_open(user, review_id)
    if not reason.strip():
        raise NotAccepted("Say why there is no review; it is kept with it.")
    review.status, review.reason = Review.Status.CANCELLED, _reason(reason)
    review.save()
    _say(user, review, "review.cancelled", {"status": "scheduled"}, {"status": review.status}, review.reason)
    return review


@transaction.atomic
def no_show(user: Any, review_id: str, today: date, again_on: date | None = None) -> Review | None:
    """The customer did not come. With a day, another attempt is scheduled, which is returned."""
    review = still_open(user, review_id)
    if review.due_on and review.due_on > today:
        raise NotAccepted(f"It is planned for {review.due_on:%d %b %Y}; move it or cancel it instead.")
    review.status, review.customer_attended = Review.Status.NO_SHOW, False
    review.save()
    _say(user, review, "review.no_show", {"status": "scheduled"}, {"status": review.status})
    return _attempt(user, review, again_on, today) if again_on else None


def _attempt(user: Any, missed: Review, due_on: date, today: date) -> Review:
    again = schedule(
        user, missed.account, due_on, today, kind=missed.kind, deck=missed.deck if missed.deck in published_decks()
        else "", title=missed.title, owner=missed.owner,
    )  # fmt: skip
    for guest in missed.guests.all():
        again.guests.get_or_create(contact=guest.contact, user=guest.user, defaults={"name": guest.name})
    return again


@transaction.atomic
def hand_over(user: Any, review_id: str, owner: User) -> Review:
    review = locked(user, review_id)
    _may_hold(owner)
    before = {"owner": review.owner.email if review.owner else ""}
    review.owner = owner
    review.save()
    _say(user, review, "review.handed_over", before, {"owner": owner.email})
    return review


def locked(user: Any, review_id: str) -> Review:
    """The review, held until the transaction ends, for who may change it."""
    found = Review.objects.select_for_update(of=("self",)).select_related("account__owner", "owner", "meeting")
    review = found.filter(pk=review_id).first()
    if review is None:
        raise Http404
    require_change(user, review)
    return review


def still_open(user: Any, review_id: str) -> Review:
    """The review, held until the transaction ends, while it is still to come."""
    review = locked(user, review_id)
    _not_held(review)
    if not review.is_open:
        said = Review.Status(review.status).label.lower()
        raise NotAccepted(f"This review is {said} already; reschedule it first.")
    return review


def _not_held(review: Review) -> None:
    if review.status == Review.Status.HELD:
        raise NotAccepted("This review was held; schedule the next one instead.")


def _near(due_on: date, today: date) -> date:
    if abs(due_on - today) > _FARTHEST:
        raise NotAccepted("That day is more than five years away; look at its year.")
    return due_on


def _title(text: str) -> str:
    title = " ".join(text.replace("\x00", "").split())
    if len(title) > 200:
        raise NotAccepted(f"The title has {len(title)} characters; 200 fit.")
    return title


def _reason(text: str) -> str:
    reason = " ".join(text.replace("\x00", "").split())
    if len(reason) > _LONGEST_REASON:
        raise NotAccepted(f"The reason has {len(reason)} characters; {_LONGEST_REASON} fit.")
    return reason


def _may_hold(person: User) -> None:
    if not may(person, "write_own_accounts"):
        raise NotAccepted(f"{person} does not work on accounts; choose somebody who does.")


def _say(user: Any, review: Review, verb: str, before: dict[str, Any] | None = None,
         after: dict[str, Any] | None = None, reason: str = "") -> None:  # fmt: skip
    record(verb, review, actor=user, account_id=review.account_id, before=before, after=after, reason=reason)
