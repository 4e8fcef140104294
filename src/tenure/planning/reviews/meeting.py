"""The meeting in which a review is held: planned with its guests, who get an invitation for their calendars."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tenure.core.problems import NotAccepted
from tenure.planning.reviews.models import Review
from tenure.planning.reviews.scheduling import locked
from tenure.work.meetings import verbs
from tenure.work.models import Meeting
from tenure.work.notices.verbs import colleagues


@transaction.atomic
def plan_meeting(user: Any, review_id: str, starts: datetime, minutes: int, zone: str, link: str = "") -> Review:
    """Also the day that the review is due on becomes the meeting's."""
    review = locked(user, review_id)
    if not review.is_open:
        raise NotAccepted("This review is not open; reschedule it first.")
    if review.meeting and review.meeting.state == Meeting.State.PLANNED:
        raise NotAccepted("A meeting is planned already; change it on its own page.")
    guests = list(review.guests.select_related("contact", "user"))
    contacts = [one.contact_id for one in guests if one.contact_id]
    team = colleagues().filter(pk__in=[one.user_id for one in guests])  # who left us since is not invited
    if not contacts:
        raise NotAccepted("Say first whom the review is for; they are invited.")
    agreed = verbs.Plan(title=review.title, starts=starts, minutes=minutes, zone=zone, link=link)
    review.meeting = verbs.plan(user, review.account, agreed, contacts, [one.email for one in team])
    review.due_on = starts.date()
    review.save()
    return review
