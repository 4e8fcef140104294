"""Risks: listed, opened, worked on, closed."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tenure.api.kinds import Day, Key, Money, Page, Paging, Person, Sent, Words, cut, money, paged, person
from tenure.api.named import colleague_of
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.models import settings_row
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.health import verbs
from tenure.health.listing import in_state, order, seen_by
from tenure.health.models import Risk

area = Area("Risks")
_REASONS = "; ".join(f"{outcome}: {', '.join(reasons)}" for outcome, reasons in verbs.REASONS.items())


class Sign(Schema):
    """One firing of the signal, with what it saw in words."""

    day: date
    seen: list[str]


class RiskOut(Schema):
    id: int
    account: str
    account_name: str
    kind: Annotated[str, Field(description="The signal, or raised by a person")]
    title: str
    cause: str
    plan: str
    value: Money | None
    owner: Person | None
    due_on: date
    opened_on: date
    last_sign_on: date
    signs_seen: int
    snoozed_until: date | None
    snooze_reason: str
    outcome: str
    reason: str
    closed_at: datetime | None
    etag: str


class RiskWithSigns(RiskOut):
    signs: list[Sign]


class Asked(Paging):
    state: Literal["open", "snoozed", "closed"] = "open"
    mine: Annotated[bool, Field(description="Only risks that the person works on")] = False
    kind: Annotated[str, Field(max_length=60)] = ""
    account: Annotated[str, Field(max_length=190)] = ""


class Raise(Sent):
    title: Annotated[str, Field(min_length=1, max_length=120)]
    cause: Words = ""
    due_on: Day | None = None


class Snooze(Sent):
    until: Day
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class Assign(Sent):
    owner: Annotated[Key, Field(description="Id of the person")]


class Plan(Sent):
    plan: Words
    due_on: Day


class Close(Sent):
    outcome: Literal["saved", "lost", "false_alarm"]
    reason: Annotated[str, Field(description=f"By outcome. {_REASONS}")]
    note: Words = ""


@area.get("/risks", Page[RiskOut])
def risks(request: HttpRequest, asked: Query[Asked]) -> dict[str, object]:
    """List risks: the most valuable first, closed ones the newest first."""
    found = seen_by(request.user).filter(in_state(asked.state, today()))
    if asked.mine:
        found = found.filter(owner=user_of(request))
    for name, value in (("kind", asked.kind), ("account", asked.account)):
        found = found.filter(**{name: value}) if value else found
    currency = settings_row().currency
    return paged(request, asked, [told(risk, currency) for risk in cut(found.order_by(*order(asked.state)), asked)])


@area.get("/risks/{risk_id}", RiskWithSigns)
def risk(request: HttpRequest, risk_id: Key, response: HttpResponse) -> RiskWithSigns:
    """Show one risk with its latest signs."""
    found = verbs.risk_or_404(request.user, risk_id)
    shown = told(found, settings_row().currency)
    give(response, shown.etag)
    signs = [Sign(day=sign.day, seen=[str(test["said"]) for test in sign.seen])
             for sign in found.signs.order_by("-day", "pk")[:50]]  # fmt: skip
    return RiskWithSigns(**shown.dict(), signs=signs)


@area.create("/accounts/{account_id:account_id}/risks", RiskOut, needs="write_own_accounts")
def raise_risk(request: HttpRequest, account_id: str, sent: Raise) -> RiskOut:
    """Raise a risk that no signal saw. Of those, one is open on an account at a time."""
    account = account_or_404(request.user, account_id)
    return _told(verbs.raise_risk(user_of(request), account, sent.title, sent.cause, sent.due_on, today()))


@area.change("/risks/{risk_id}/take", RiskOut, needs="write_own_accounts")
def take_risk(request: HttpRequest, risk_id: Key) -> RiskOut:
    """Make it one's own."""
    return _told(verbs.take(user_of(request), risk_id))


@area.change("/risks/{risk_id}/assign", RiskOut, needs="write_own_accounts")
def assign_risk(request: HttpRequest, risk_id: Key, sent: Assign) -> RiskOut:
    """Hand it to another person who works on accounts."""
    return _told(verbs.assign(user_of(request), risk_id, colleague_of(sent.owner)))


@area.replace("/risks/{risk_id}/plan", RiskOut, needs="write_own_accounts")
def plan_risk(
    request: HttpRequest, risk_id: Key, sent: Plan, response: HttpResponse, if_match: IfMatch = None
) -> RiskOut:
    """Write the plan and the day it is due, in place of the plan before.

    `If-Match` is the `etag` of the risk that was read; if somebody changed it since, nothing is overwritten.
    """
    with transaction.atomic():
        verbs.risk_or_404(request.user, risk_id)
        held = Risk.objects.select_for_update().get(pk=risk_id)
        hold(if_match, etag(held))
        found = _told(verbs.write_plan(user_of(request), risk_id, sent.plan, sent.due_on))
    give(response, found.etag)
    return found


@area.change("/risks/{risk_id}/snooze", RiskOut, needs="write_own_accounts")
def snooze_risk(request: HttpRequest, risk_id: Key, sent: Snooze) -> RiskOut:
    """Keep it quiet until a day, with a reason; it stays open."""
    return _told(verbs.snooze(user_of(request), risk_id, sent.until, sent.reason, today()))


@area.change("/risks/{risk_id}/wake", RiskOut, needs="write_own_accounts")
def wake_risk(request: HttpRequest, risk_id: Key) -> RiskOut:
    """End the snooze."""
    return _told(verbs.wake(user_of(request), risk_id))


@area.change("/risks/{risk_id}/close", RiskOut, needs="write_own_accounts")
def close_risk(request: HttpRequest, risk_id: Key, sent: Close) -> RiskOut:
    """Close it as saved, lost or a false alarm, and say why."""
    return _told(verbs.close(user_of(request), risk_id, sent.outcome, sent.reason, sent.note))


@area.change("/risks/{risk_id}/reopen", RiskOut, needs="write_own_accounts")
def reopen_risk(request: HttpRequest, risk_id: Key) -> RiskOut:
    """Undo the closing; refused when another risk of its kind is open by now."""
    return _told(verbs.reopen(user_of(request), risk_id))


def _told(changed: Risk) -> RiskOut:
    return told(Risk.objects.select_related("account", "owner").get(pk=changed.pk), settings_row().currency)


def told(risk: Risk, currency: str) -> RiskOut:
    names = ("id", "kind", "title", "cause", "plan", "due_on", "opened_on", "last_sign_on", "signs_seen",
             "snoozed_until", "snooze_reason", "outcome", "reason", "closed_at")  # fmt: skip
    return RiskOut(
        **{name: getattr(risk, name) for name in names}, account=risk.account_id, account_name=risk.account.name,
        value=money(risk.value_minor, currency), owner=person(risk.owner), etag=etag(risk),
    )  # fmt: skip


def etag(risk: Risk) -> str:
    return risk.changed_at.isoformat()
