"""The CSM's pulse: given, withdrawn, kept to against the score. Each verb checks who may and leaves a journal row."""

import uuid
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.core.periods import DAY
from tenure.core.problems import NotAccepted
from tenure.customers.access import may_write
from tenure.customers.models import Account
from tenure.health.models import Pulse, Stance
from tenure.health.reconciling import follow
from tenure.journal.write import record
from tenure.metrics.scorecards.bands import POINT, band

# What a person may choose, from bad to good: the band, the score that stands for it, its mark and its word.
PULSES: Final = {"red": (20, "bad", "At risk"), "yellow": (55, "warn", "Watch"), "green": (85, "good", "Healthy")}
FRESH: Final = 60  # days; an older judgement is stale and disagrees with nothing
KEPT: Final = 30  # days that keeping to a judgement is quiet
WITHDRAWN_WITHIN: Final = timedelta(days=1)
_LONGEST: Final = 2_000


def band_of(score: int) -> str:
    """The band of a pulse, 0 to 100, by the bounds of the score's bands."""
    return band(score * POINT)


def is_stale(pulse: Pulse, now: Any = None) -> bool:
    return pulse.given_at <= (now or timezone.now()) - FRESH * DAY


def named(found: QuerySet[Pulse]) -> QuerySet[Pulse]:
    """With the name of who gave each, as `giver`: pulses of files know only an e-mail address."""
    people = User.objects.filter(email=Lower(OuterRef("csm_id"))).values("name")[:1]
    return found.select_related("by").annotate(giver=Subquery(people))


def giver_of(pulse: Pulse) -> str:
    return str(pulse.by or getattr(pulse, "giver", None) or pulse.csm_id or "Somebody")


def latest(account: Account) -> Pulse | None:
    given = named(Pulse.objects.filter(account=account, given_at__lte=timezone.now()))
    return given.order_by("-given_at", "-pk").first()


@transaction.atomic
def give_pulse(user: Any, account: Account, score: int, reason: str, *, seen: str | None = None) -> Pulse:
    """A judgement needs a reason. `seen` is the id of the latest pulse that the person saw, empty for none: when
    somebody gave one meanwhile, theirs is looked at first. The same one sent twice is one.
    """
    held, why = _locked(user, account), _reason(reason, "Say why you think so.")
    if not 0 <= score <= 100:
        raise NotAccepted("A pulse is between 0 and 100.")
    last = latest(held)
    if seen is not None and last and last.pk != seen:
        if (last.by_id, last.score, last.reason) == (user.pk, score, why):
            return last
        raise NotAccepted(f"{giver_of(last)} gave a pulse meanwhile: {_word(last)}. Look at it, then send yours again.")
    pulse = Pulse.objects.create(
        id=f"pulse-{uuid.uuid4().hex}", account=held, score=score, reason=why, by=user, csm_id=user.email,
        given_at=timezone.now(), source="Tenure",
    )  # fmt: skip
    follow([held.pk])
    record("pulse.given", pulse, actor=user, account_id=held.pk, after={"score": score}, reason=why)
    return pulse


def may_withdraw(user: Any, pulse: Pulse, now: Any = None) -> bool:
    """One's own, within a day: what stood longer is what one thought, and counts."""
    return pulse.by_id == user.pk and pulse.given_at > (now or timezone.now()) - WITHDRAWN_WITHIN


@transaction.atomic
def withdraw_pulse(user: Any, account: Account, pulse_id: str) -> None:
    """The latest pulse goes, and the one before it holds again; the journal keeps what it said."""
    held = _locked(user, account)
    pulse = latest(held)
    if pulse is None or pulse.pk != pulse_id:
        raise NotAccepted("This is not the latest pulse any more, so it stays.")
    if not may_withdraw(user, pulse):
        raise NotAccepted("Only your own pulse of the last day can be withdrawn; give a new one instead.")
    before = {"score": pulse.score, "given_at": pulse.given_at.isoformat()}
    record("pulse.withdrawn", pulse, actor=user, account_id=held.pk, before=before, reason=pulse.reason)
    pulse.delete()
    follow([held.pk])


@transaction.atomic
def keep_judgement(user: Any, account: Account, reason: str, today: date, *, seen: tuple[str, str]) -> Stance:
    """The CSM looked at what the score says and keeps to the pulse: quiet for a while, or until either changes.

    `seen` is the id of the pulse and the score's band that the person saw.
    """
    stance = _seen(user, account, seen)
    stance.kept_reason = _reason(reason, "Say why you keep to it.")
    stance.kept_until, stance.kept_at, stance.kept_by = today + KEPT * DAY, timezone.now(), user
    stance.save(update_fields=["kept_reason", "kept_until", "kept_at", "kept_by"])
    after = {"pulse": stance.band, "score": stance.score_band, "until": stance.kept_until.isoformat()}
    record("pulse.kept", stance.pulse, actor=user, account_id=account.pk, after=after, reason=stance.kept_reason)
    return stance


@transaction.atomic
def ask_again(user: Any, account: Account, *, seen: tuple[str, str]) -> Stance:
    """Undo of keeping: it stands among the disagreements again."""
    stance = _seen(user, account, seen)
    before = {"until": stance.kept_until.isoformat() if stance.kept_until else None}
    stance.kept_reason, stance.kept_until, stance.kept_at, stance.kept_by = "", None, None, None
    stance.save(update_fields=["kept_reason", "kept_until", "kept_at", "kept_by"])
    record("pulse.asked_again", stance.pulse, actor=user, account_id=account.pk, before=before)
    return stance


def side_with_score(user: Any, account: Account, reason: str, *, seen: tuple[str, str]) -> Pulse:
    """The score is right: a new pulse in its band."""
    with transaction.atomic():
        stance = _seen(user, account, seen)
        return give_pulse(user, account, PULSES[stance.score_band][0], reason.strip() or "The score is right.")


def _seen(user: Any, account: Account, seen: tuple[str, str]) -> Stance:
    """The disagreement as the person saw it."""
    held = _locked(user, account)
    stance = Stance.objects.select_related("pulse").filter(account=held).first()
    if stance is None or (stance.pulse_id, stance.score_band) != seen or not stance.differs:
        raise NotAccepted("The pulse or the score changed meanwhile; look at them as they are now.")
    return stance


def _locked(user: Any, account: Account) -> Account:
    """One at a time on an account."""
    if not may_write(user, account):
        raise Http404
    return Account.objects.select_for_update().get(pk=account.pk)


def _reason(reason: str, ask: str) -> str:
    why = reason.strip()
    if not why:
        raise NotAccepted(ask)
    if len(why) > _LONGEST:
        raise NotAccepted(f"Say it in at most {_LONGEST:,} characters; these are {len(why):,}.")
    return why


def _word(pulse: Pulse) -> str:
    return PULSES[band_of(pulse.score)][2]
