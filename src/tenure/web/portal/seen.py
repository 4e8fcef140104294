"""What a contact is shown. The one place that decides: every page of theirs takes its rows from here.

Everything begins with their own account; of that only what is shared. Who asks for anything else gets a 404.
"""

from datetime import date, timedelta
from typing import TypeVar

from django.db.models import F, Model, QuerySet
from django.http import Http404
from django.utils import timezone

from tenure.customers.models import Contact, ProductUser
from tenure.onboarding.models import Onboarding
from tenure.planning.access import shared_goals, shared_proposals
from tenure.planning.models import Goal, GoalComment, ProposedGoal, Review, ReviewBlock
from tenure.planning.plans.comments import seen_by_customer
from tenure.planning.reviews.access import blocks_for_customer, shared_reviews
from tenure.work.meetings.models import Meeting
from tenure.work.models import Task
from tenure.work.portal.access import invited
from tenure.work.portal.doing import shared_tasks
from tenure.work.portal.models import PortalNews, Resource
from tenure.work.portal.news import MOST as MOST_NEWS
from tenure.work.portal.news import lately, shown
from tenure.work.portal.resources import of_contact

Row = TypeVar("Row", bound=Model)

MOST = 50
_NEWS = 20
_AFTERWARDS = timedelta(days=30)  # a finished onboarding is still shown


def tasks(contact: Contact) -> QuerySet[Task]:
    return (
        shared_tasks(contact)
        .select_related("contact", "owner", "finished_by", "finished_contact", "onboarding_step")
        .order_by("due_on", "priority", "pk")
    )


def task_or_404(contact: Contact, task_id: int) -> Task:
    return _one(tasks(contact), pk=task_id)


def news(contact: Contact) -> list[PortalNews]:
    """What they were told lately, as far as it is still shown to them."""
    return shown(contact, list(lately(contact)[:_NEWS]))[:MOST_NEWS]


def meetings(contact: Contact) -> QuerySet[Meeting]:
    """Those to come that they are invited to."""
    found = Meeting.objects.filter(account=contact.account_id, attendees__contact_id=contact.pk, state="planned")
    return found.filter(ends_at__gte=timezone.now()).select_related("organiser").order_by("starts_at", "pk")


def meeting_or_404(contact: Contact, meeting_id: int) -> Meeting:
    return _one(meetings(contact), pk=meeting_id)


def resources(contact: Contact, currency: str = "") -> list[Resource]:
    """With what the contact did with each."""
    return of_contact(contact, currency)


def resource_or_404(contact: Contact, resource_id: int) -> Resource:
    found = next((one for one in resources(contact) if one.pk == resource_id), None)
    if found is None:
        raise Http404
    return found


def users(contact: Contact, day: date) -> QuerySet[ProductUser]:
    """The users of the product at their company, without ours and those who are gone."""
    found = ProductUser.objects.filter(account=contact.account_id, is_internal=False)
    return found.exclude(deactivated_on__lte=day).order_by("name", "pk")


def user_or_404(contact: Contact, day: date, user_id: str) -> ProductUser:
    return _one(users(contact, day), pk=user_id)


def onboarding(contact: Contact, day: date) -> Onboarding | None:
    """The one that runs, or ended a short while ago; without a plan there is nothing to see."""
    found = Onboarding.objects.filter(account=contact.account_id, cancelled_on=None, plan__isnull=False)
    found = found.exclude(completed_on__lt=day - _AFTERWARDS)
    return found.select_related("plan__lead").order_by("-started_on", "-pk").first()


def goals(contact: Contact) -> QuerySet[Goal]:
    """Shared objectives of shared plans that are not closed, the first due first."""
    found = shared_goals(contact).filter(plan__closed_on=None).select_related("verified_contact")
    return found.order_by(F("due_on").asc(nulls_last=True), "position", "pk")


def goal_or_404(contact: Contact, goal_id: str) -> Goal:
    return _one(goals(contact), pk=goal_id)


def comments(goal: Goal) -> QuerySet[GoalComment]:
    return seen_by_customer(goal)


def proposals(contact: Contact) -> QuerySet[ProposedGoal]:
    return shared_proposals(contact).select_related("contact", "contact_owner", "goal")


def proposal_or_404(contact: Contact, proposal_id: int) -> ProposedGoal:
    return _one(proposals(contact), pk=proposal_id)


def reviews(contact: Contact) -> QuerySet[Review]:
    return shared_reviews(contact)


def review_or_404(contact: Contact, review_id: str) -> Review:
    return _one(reviews(contact).select_related("minutes"), pk=review_id)


def blocks(review: Review) -> QuerySet[ReviewBlock]:
    return blocks_for_customer(review)


def steps_of_review(contact: Contact, review: Review) -> QuerySet[Task]:
    """What a review ended in, as far as it is shared."""
    return tasks(contact).filter(step__review=review)


def colleagues(contact: Contact, day: date) -> QuerySet[Contact]:
    return invited(contact.account, day).order_by("name", "pk")


def _one(rows: QuerySet[Row], **key: object) -> Row:
    found = rows.filter(**key).first()
    if found is None:
        raise Http404
    return found
