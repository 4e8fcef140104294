"""What was done and judged: tasks, pulses, advocacy, referrals."""

from typing import Final

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Lower

from tenure.advocacy.models import AdvocacyAct, ReferralEvent
from tenure.company.models import User
from tenure.core import words
from tenure.customers.models import ProductUser
from tenure.engine.models import BandCrossing
from tenure.health.models import Pulse
from tenure.health.pulses import PULSES, band_of, giver_of
from tenure.health.words import LEAST_MOVE, tone
from tenure.timeline.entry import Link
from tenure.timeline.source import Reach, Said, Source
from tenure.work.models import PortalVisit, Task

_GIVER: Final = Subquery(User.objects.filter(email=Lower(OuterRef("csm_id"))).values("name")[:1])
_USER: Final = Subquery(ProductUser.objects.filter(pk=OuterRef("user_id")).values("name")[:1])


def _task(row: Task, reach: Reach) -> Said:
    by = row.finished_by or row.finished_contact
    done = "" if row.finished_by else "At the customer" if row.finished_contact else ""
    return Said(f"Done: {row.title}", "checkbox", "good", done, str(by or ""), Link("task", str(row.pk)))


TASKS: Final = Source(
    ("task",), Task, "finished_at", _task, Q(state=Task.State.DONE), words=("title", "note"),
    person=lambda user: Q(finished_by=user), contact=lambda contact: Q(contact=contact),
    join=("finished_by", "finished_contact"),
)  # fmt: skip


def _pulse(row: Pulse, reach: Reach) -> Said:
    _, mark, word = PULSES[band_of(row.score)]
    return Said(f"CSM pulse: {word}", "heartbeat", mark, row.reason, giver_of(row))


PULSES_GIVEN: Final = Source(
    ("health",), Pulse, "given_at", _pulse, words=("reason",),
    person=lambda user: Q(by=user) | Q(csm_id__iexact=user.email), join=("by",), more={"giver": _GIVER},
)  # fmt: skip


def _crossing(row: BandCrossing, reach: Reach) -> Said:
    mark, word = tone(row.after)
    places = 0 if abs(row.after - row.before) >= LEAST_MOVE else 1  # a small move is seen in its tenths
    before, after = (words.number(one / 100, places) for one in (row.before, row.after))
    then = Link("account", row.account_id, row.day)
    way = "rose" if row.after > row.before else "fell"
    return Said(
        f"Health {way} to “{word}”", "heartbeat", mark, f"From {before} to {after}, for three days now.", link=then
    )


CROSSINGS: Final = Source(("health",), BandCrossing, "day", _crossing, people=False)


def _referral(row: ReferralEvent, reach: Reach) -> Said:
    how = f"By {row.channel.replace('_', ' ')}." if row.channel else ""
    who = getattr(row, "user_name", "") or ""
    return Said(row.event.replace("_", " ").capitalize(), "share", "info", how, who)


REFERRALS: Final = Source(("advocacy",), ReferralEvent, "occurred_at", _referral, more={"user_name": _USER})


def _advocacy(row: AdvocacyAct, reach: Reach) -> Said:
    return Said(row.act.replace("_", " ").capitalize(), "star", "good")


ADVOCACY: Final = Source(("advocacy",), AdvocacyAct, "occurred_on", _advocacy)


def _visit(row: PortalVisit, reach: Reach) -> Said:
    what = f"{row.page.capitalize()}: {row.title}" if row.title else ""
    return Said("Looked at their page", "user-circle", "", what, str(row.contact))


VISITS: Final = Source(
    ("visit",), PortalVisit, "at", _visit, words=("title",), contact=lambda contact: Q(contact=contact),
    join=("contact",),
)  # fmt: skip
