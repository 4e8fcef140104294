"""Stances follow pulses and scores: the latest pulse of an account, the band its score has now, what it pays.

Verbs follow at once for the account they wrote. What came in by files, and what a judging changed, is followed every
minute; running it again changes nothing, and one that was overtaken is put right by the next.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from tenure.core.periods import DAY
from tenure.customers.models import AccountState
from tenure.health.models import Followed, Pulse, Stance
from tenure.metrics.scorecards.bands import BANDS, POINT, band

_CHUNK: Final = 2_000
_OVERLAP: Final = DAY / 24  # a transaction may end this much later than it looked at the clock


def _band(field: str, unit: int = 1) -> Case:
    """The band of a score that counts in so many hundredths."""
    bands = (When(**{f"{field}__gte": least / unit}, then=Value(name)) for name, least in reversed(BANDS))
    return Case(*bands, default=Value("none"), output_field=CharField())


def reconcile() -> int:
    """Bring all stances up to date; returns how many changed."""
    started = timezone.now()
    mark = Followed.objects.first()
    loaded = Pulse.objects.filter(loaded_at__gte=mark.at - _OVERLAP) if mark else Pulse.objects.all()
    accounts = sorted(set(_unknown(loaded).values_list("account_id", flat=True)))
    changed = sum(follow(chunk) for chunk in _chunks(accounts))
    Followed.objects.update_or_create(pk=1, defaults={"at": started})
    return changed + _follow_scores(Stance.objects.all())


def _unknown(loaded: QuerySet[Pulse]) -> QuerySet[Pulse]:
    """Without those that a stance knows: it is of this pulse as it is now, or of a later one."""
    this = Q(pulse_id=OuterRef("pk"))
    as_it_is = this & Q(given_at=OuterRef("given_at"), band=OuterRef("band_now"))
    known = Stance.objects.filter(account_id=OuterRef("account_id"))
    known = known.filter(as_it_is | (~this & Q(given_at__gt=OuterRef("given_at"))))
    return loaded.annotate(band_now=_band("score", POINT)).filter(~Exists(known))


@transaction.atomic
def follow(accounts: Sequence[str]) -> int:
    """The stances of these accounts by their pulses; what was kept to ends with the pulse it was about."""
    held = Stance.objects.in_bulk(accounts)
    newest = {pulse.account_id: pulse for pulse in _oldest_first(accounts)}
    stances = [_stance(pulse) for pulse in newest.values() if _is_new(held.get(pulse.account_id), pulse)]
    Stance.objects.bulk_create(
        stances, update_conflicts=True, unique_fields=["account"],
        update_fields=["pulse", "band", "given_at", "kept_until", "kept_reason", "kept_at", "kept_by"],
    )  # fmt: skip
    return len(stances) + _follow_scores(Stance.objects.filter(pk__in=[stance.pk for stance in stances]))


def _oldest_first(accounts: Sequence[str]) -> Iterator[Pulse]:
    given = Pulse.objects.filter(account_id__in=accounts, given_at__lte=timezone.now())
    return given.defer("reason").order_by("given_at", "pk").iterator()


def _is_new(held: Stance | None, pulse: Pulse) -> bool:
    found = (pulse.pk, band(pulse.score * POINT), pulse.given_at)
    return held is None or (held.pulse_id, held.band, held.given_at) != found


def _stance(pulse: Pulse) -> Stance:
    return Stance(
        account_id=pulse.account_id, pulse=pulse, band=band(pulse.score * POINT), given_at=pulse.given_at,
        score_band="none",
    )  # fmt: skip


def _follow_scores(stances: Any) -> int:
    """Where the score's band or the value is another one now, in transactions short enough that people can work on."""
    now = stances.annotate(band_now=Coalesce(_state(_band("health")), Value("none")), arr_now=_state(F("arr_minor")))
    moved = now.exclude(score_band=F("band_now"))
    other = Q(arr_minor__lt=F("arr_now")) | Q(arr_minor__gt=F("arr_now")) | Q(arr_minor=None, arr_now__isnull=False)
    other |= Q(arr_minor__isnull=False, arr_now__isnull=True)
    quiet = {"kept_until": None, "kept_reason": "", "kept_at": None, "kept_by": None}
    return _write(moved, score_band=Coalesce(_state(_band("health")), Value("none")), **quiet) + _write(
        now.filter(other), arr_minor=_state(F("arr_minor"))
    )


def _write(found: Any, **values: Any) -> int:
    keys = list(found.values_list("pk", flat=True))
    for chunk in _chunks(keys):
        Stance.objects.filter(pk__in=chunk).update(**values)
    return len(keys)


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))


def _state(value: Any) -> Subquery:
    """Of the account's state as it is now; null without one."""
    return Subquery(AccountState.objects.filter(account_id=OuterRef("account_id")).values_list(value)[:1])
