"""Reviews of the demo company: prepared, shared, held and with open steps, missed, and after an onboarding."""

from datetime import date, timedelta
from typing import Final, cast

from tenure.automation import findings, success_reviews
from tenure.automation.models import Began
from tenure.company.clock import today
from tenure.company.models import User
from tenure.customers.models import Contact
from tenure.planning.models import Goal, Review
from tenure.planning.reviews import cadences, holding, preparing, scheduling, sharing, writing
from tenure.planning.reviews.holding import Held, Step

_RULE_IS_THERE_FOR: Final = 45  # days
_DAY: Final = timedelta(days=1)
_SUMMARY: Final = (
    "You wanted **one place in which everybody sees what is late**, and to stop collecting status by mail.\n\n"
    "- Three of four departments work with it every day\n- The weekly status meeting is half as long as in spring\n"
    "- What is left: finance still sends its figures as a spreadsheet"
)
_ROAD_MAP: Final = (
    "- Approvals by mail, in January\n- One view over all portfolios, in spring\n"
    "- Your request for a second language is on the list, without a date"
)
_DECIDED: Final = (
    "Finance moves to the shared board by the end of the quarter",
    "The sponsor asks the two regional leads to take part in the training",
    "We meet again when the new objectives have been measured once",
)
_NOTES: Final = (
    "They asked twice about the price of further seats. Careful with the comparison: they know who the others are."
)
_STEPS: Final = (("Send the template for the finance board", 3), ("Book the training for the regional leads", 10),
                 ("Name the person who looks after the finance board", 7))  # fmt: skip
_HEARD: Final = "Good that you began with what did not work. Next time send the figures a day earlier."


def review() -> None:
    """Once, by the verbs that people and schedules use."""
    if Review.objects.filter(prepared_at__isnull=False).exists():
        return
    now = today()
    cadences.schedule_due(now)
    Began.objects.get_or_create(name=success_reviews.NAME, defaults={"on": now - _RULE_IS_THERE_FOR * _DAY})
    success_reviews.open_due(now)
    found = _nearest(now)
    for review, deal in zip(found, (_held, _shared, _no_show, _moved), strict=False):
        deal(review, now)
    _after_onboarding()


def _nearest(now: date) -> list[Review]:
    """Business reviews around today, of customers with somebody to talk to; one a person who looks after accounts."""
    rows = Review.objects.filter(status="scheduled", kind=Review.Kind.BUSINESS, account__owner__is_active=True)
    rows = rows.filter(due_on__gte=now - 30 * _DAY, due_on__lte=now + 14 * _DAY)
    rows = rows.filter(account__contacts__left_on=None)
    seen: dict[int, Review] = {}
    for one in rows.select_related("account__owner").distinct().order_by("-account__state__arr_minor", "pk")[:80]:
        seen.setdefault(one.account.owner_id or 0, one)
    return list(seen.values())


def _owner(review: Review) -> User:
    """Who looks after the account; the rows that are asked have one."""
    return cast(User, review.account.owner)


def _prepared(review: Review) -> User:
    owner = _owner(review)
    preparing.prepare(review.pk, owner)
    return owner


def _held(review: Review, now: date) -> None:
    owner = _prepared(review)
    _say(review, owner)
    contacts = list(Contact.objects.filter(account=review.account, left_on=None).order_by("role", "pk")[:3])
    holding.invite(
        owner, review.pk, [one.pk for one in contacts], [owner.email], seen=holding.invited(review.guests.all())
    )
    sharing.share(owner, review.pk)
    goal = Goal.objects.filter(plan__account=review.account, status="open").order_by("due_on").first()
    theirs = contacts[0] if contacts else None
    steps = [Step(title, now + days * _DAY, owner, goal=goal) for title, days in _STEPS[:2]]
    steps.append(Step(_STEPS[2][0], now + _STEPS[2][1] * _DAY, owner, theirs, goal))
    came = list(review.guests.values_list("pk", flat=True))
    held = Held(now - 2 * _DAY, came, _NOTES, _DECIDED, steps)
    holding.hold(owner, review.pk, held, now, seen="")
    if contacts:
        sharing.give_feedback(review.pk, 4, _HEARD, contact=contacts[0])
    findings.found_opportunity(
        owner, review, "Boards for the finance department", "upsell", "Asked about further seats", now
    )


def _say(review: Review, owner: User) -> None:
    block = review.blocks.filter(kind="summary").first()
    if block:
        writing.edit_block(owner, review.pk, block.pk, {"body": _SUMMARY}, seen=block.version)
    made = writing.add_text(owner, review.pk, "What comes next in the product")
    writing.edit_block(owner, review.pk, made.pk, {"body": _ROAD_MAP}, seen=made.version)


def _shared(review: Review, now: date) -> None:
    owner = _prepared(review)
    _say(review, owner)
    sharing.share(owner, review.pk)


def _no_show(review: Review, now: date) -> None:
    if review.due_on and review.due_on > now:
        scheduling.reschedule(_owner(review), review.pk, now - 3 * _DAY, now, "Their only free day")
    scheduling.no_show(_owner(review), review.pk, now, now + 11 * _DAY)


def _moved(review: Review, now: date) -> None:
    scheduling.reschedule(_owner(review), review.pk, now + 9 * _DAY, now, "Their quarter ends this week")


def _after_onboarding() -> None:
    """One a Customer Success Review stands in, of an onboarding that was completed lately."""
    rows = Review.objects.filter(kind=Review.Kind.SUCCESS, status="scheduled", account__owner__is_active=True)
    for one in rows.select_related("account__owner").order_by("due_on", "pk")[:2]:
        preparing.prepare(one.pk)
