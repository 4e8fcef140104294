"""Pulses: what people think of an account, beside its score."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Page, Paging, Sent, Words, cut, paged
from tenure.api.operations import Area
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.health import pulses as held
from tenure.health.models import Pulse

area = Area("Pulses")


class PulseOut(Schema):
    id: str
    account: str
    score: Annotated[int, Field(description="0 to 100")]
    band: str
    reason: str
    given_at: datetime
    by: Annotated[str, Field(description="Who gave it; by e-mail address where nobody here has it")]
    stale: Annotated[bool, Field(description="Too old to disagree with the score")]


class GivePulse(Sent):
    score: Annotated[int, Field(ge=0, le=100)]
    reason: Annotated[Words, Field(min_length=1)]


@area.get("/accounts/{account_id:account_id}/pulses", Page[PulseOut])
def pulses(request: HttpRequest, account_id: str, asked: Query[Paging]) -> dict[str, object]:
    """List the pulses of an account, the newest first."""
    account_or_404(request.user, account_id)
    found = held.named(Pulse.objects.filter(account=account_id)).order_by("-given_at", "-pk")
    return paged(request, asked, [_told(pulse) for pulse in cut(found, asked)])


@area.create("/accounts/{account_id:account_id}/pulses", PulseOut, needs="write_own_accounts")
def give_pulse(request: HttpRequest, account_id: str, sent: GivePulse) -> PulseOut:
    """Give a pulse; a judgement needs a reason."""
    account = account_or_404(request.user, account_id)
    return _told(held.give_pulse(user_of(request), account, sent.score, sent.reason))


@area.delete("/accounts/{account_id:account_id}/pulses/{pulse_id}", needs="write_own_accounts")
def withdraw_pulse(request: HttpRequest, account_id: str, pulse_id: str) -> None:
    """Withdraw one's own latest pulse, within a day; the one before it holds again."""
    held.withdraw_pulse(user_of(request), account_or_404(request.user, account_id), pulse_id)


def _told(pulse: Pulse) -> PulseOut:
    return PulseOut(
        id=pulse.pk, account=pulse.account_id, score=pulse.score, band=held.band_of(pulse.score), reason=pulse.reason,
        given_at=pulse.given_at, by=held.giver_of(pulse), stale=held.is_stale(pulse),
    )  # fmt: skip
