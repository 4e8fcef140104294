"""Holding a review: who came, what was decided, and the steps it ends in."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from tenure.company.clock import zone
from tenure.company.models import User
from tenure.core.problems import ChangedMeanwhile, NotAccepted
from tenure.customers.models import Contact
from tenure.journal.write import record
from tenure.planning.models import Goal
from tenure.planning.reviews.models import Minutes, NextStep, Review, ReviewGuest
from tenure.planning.reviews.scheduling import locked, still_open
from tenure.work.models import Task, Touchpoint
from tenure.work.participants import colleagues_at
from tenure.work.tasks import add_task

_MOST_DECISIONS: Final = 50
_LONGEST: Final = 20_000
_OPEN: Final = (Review.Status.SCHEDULED, Review.Status.NO_SHOW)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done after a review: by one of us, or by a contact, whom the owner then follows up."""

    title: str
    due_on: date
    owner: User | None = None
    contact: Contact | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """`came` are ids of guests, `also` of contacts who came without being asked."""

    on: date
    came: Collection[int]
    notes: str = ""
    decisions: Sequence[str] = ()
    steps: Sequence[Step] = ()
    also: Collection[str] = ()


@transaction.atomic
def hold(user: Any, review_id: str, held: Held, today: date, *, seen: str) -> Review:
    """Write down that it was held, once; minutes may be changed later by `write_minutes`.

    Both write over the minutes that were seen (`version`); raise ChangedMeanwhile.
    """
    review = locked(user, review_id)
    if review.status not in _OPEN:
        raise NotAccepted(f"This review is {Review.Status(review.status).label.lower()} already.")
    if held.on > today:
        raise NotAccepted("That day is still to come; write it down when it was held.")
    _attended(review, held)
    review.held_on, review.status = held.on, Review.Status.HELD
    review.customer_attended = review.guests.filter(attended=True, user=None).exclude(contact=None).exists()
    review.save()
    _minutes(user, review, held.notes, held.decisions, seen)
    _to_timeline(user, review)
    record("review.held", review, actor=user, account_id=review.account_id,
           after={"held_on": str(held.on), "customer_attended": review.customer_attended})  # fmt: skip
    for step in held.steps:
        add_step(user, review, step)
    return review


def _attended(review: Review, held: Held) -> None:
    came = [*held.came]
    for contact in Contact.objects.filter(account=review.account_id, pk__in=held.also):
        came.append(
            ReviewGuest.objects.get_or_create(review=review, contact=contact, defaults={"name": str(contact)})[0].pk
        )
    review.guests.filter(pk__in=came).update(attended=True)
    review.guests.exclude(pk__in=came).update(attended=False)


@transaction.atomic
def write_minutes(user: Any, review_id: str, notes: str, decisions: Sequence[str], *, seen: str) -> Minutes:
    review = locked(user, review_id)
    minutes = _minutes(user, review, notes, decisions, seen)
    if review.status == Review.Status.HELD:
        _to_timeline(user, review)
    record("review.minutes", review, actor=user, account_id=review.account_id, after={"decisions": minutes.decisions})
    return minutes


@transaction.atomic
def add_step(user: Any, review: Review, step: Step) -> Task:
    """A task that came of the review; one with a contact is shown to the customer."""
    held = locked(user, review.pk)
    if step.goal is not None and step.goal.plan.account_id != held.account_id:
        raise NotAccepted("That objective belongs to another account; choose one of this account's.")
    if step.contact is not None and step.contact.account_id != held.account_id:
        raise NotAccepted("That contact belongs to another account; choose one of this account's.")
    task = add_task(
        user, step.title, step.due_on, account=held.account, owner=step.owner or held.owner or user,
        origin=("review", held.pk), contact=step.contact,
    )  # fmt: skip
    NextStep.objects.create(review=held, task=task, goal=step.goal)
    return task


@transaction.atomic
def invite(
    user: Any, review_id: str, contacts: Collection[str], colleagues: Collection[str] = (), *, seen: str
) -> Review:
    """Whom it is for, until it is held: exactly these contacts, by id, and colleagues, by address.

    Over the list that was seen (`invited`); raises ChangedMeanwhile.
    """
    review = still_open(user, review_id)
    if invited(review.guests.all()) != seen:
        raise ChangedMeanwhile(review)
    people = list(Contact.objects.filter(account=review.account_id, pk__in=contacts))
    if len(people) < len(set(contacts)):
        raise NotAccepted("One of them is no contact of this account any more; choose again.")
    ours = colleagues_at(colleagues)
    review.guests.exclude(contact__in=people).exclude(user__in=ours).delete()
    for contact in people:
        ReviewGuest.objects.get_or_create(review=review, contact=contact, defaults={"name": str(contact)})
    for person in ours:
        ReviewGuest.objects.get_or_create(review=review, user=person, defaults={"name": str(person)})
    record("review.invited", review, actor=user, account_id=review.account_id,
           after={"guests": sorted(str(one) for one in (*people, *ours))})  # fmt: skip
    return review


def invited(guests: Iterable[ReviewGuest]) -> str:
    """Names the list of guests that a person has before them."""
    return hashlib.sha256(repr(sorted(one.pk for one in guests)).encode()).hexdigest()[:16]


def version(review: Review) -> str:
    """Names the minutes that a person has before them."""
    held = Minutes.objects.filter(review=review).first()
    return held.edited_at.isoformat() if held else ""


def _minutes(user: Any, review: Review, notes: str, decisions: Sequence[str], seen: str) -> Minutes:
    if version(review) != seen:
        raise ChangedMeanwhile(review)
    values = _accepted(notes, decisions) | {"edited_by": user, "edited_at": timezone.now()}
    return Minutes.objects.update_or_create(review=review, defaults=values)[0]


def _accepted(notes: str, decisions: Sequence[str]) -> dict[str, Any]:
    text = notes.replace("\r\n", "\n").replace("\x00", "").strip()
    decided = [one for one in (" ".join(line.replace("\x00", "").split()) for line in decisions) if one]
    if len(text) > _LONGEST:
        raise NotAccepted(f"The notes have {len(text):,} characters; {_LONGEST:,} fit.")
    if len(decided) > _MOST_DECISIONS or any(len(one) > 500 for one in decided):
        raise NotAccepted(
            f"At most {_MOST_DECISIONS} decisions fit, of 500 characters each; put the rest in the notes."
        )
    return {"notes": text, "decisions": decided}


def _to_timeline(user: Any, review: Review) -> None:
    """As a meeting with the customer, changed where the review is. What nobody of theirs came to is no touch."""
    if not review.customer_attended or review.held_on is None:
        return
    came = list(review.guests.filter(attended=True).select_related("contact"))
    minutes = review.minutes
    first = next((one.contact_id for one in came if one.contact_id), "") or ""
    body = "\n".join(f"- {one}" for one in minutes.decisions)
    values: dict[str, Any] = {
        "account_id": review.account_id, "kind": "meeting", "occurred_at": _noon(review.held_on),
        "subject": review.title, "body": body and f"**Decided**\n\n{body}", "contact_id": first,
        "participants": [one.name for one in came], "decisions": minutes.decisions, "source": "Tenure",
        "csm_id": (review.owner or user).email,
    }  # fmt: skip
    Touchpoint.objects.update_or_create(pk=f"held-{review.pk}"[:190], defaults=values)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=zone()).astimezone(UTC)
