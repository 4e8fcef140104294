"""What people do with risks: each verb checks who may, writes once, and leaves a row in the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from tenure.company.models import User
from tenure.company.roles import may
from tenure.core.problems import NotAccepted
from tenure.customers.access import account_or_404, may_write
from tenure.customers.models import Account
from tenure.health.models import Risk
from tenure.journal.write import record

RAISED: Final = "raised"
# Why a risk was closed, by what became of it.
REASONS: Final[Mapping[str, Mapping[str, str]]] = {
    Risk.Outcome.SAVED: {
        "usage_back": "Usage came back",
        "sponsor_found": "A sponsor was found",
        "issue_solved": "The issue was solved",
        "terms_agreed": "New terms were agreed",
        "other": "Something else",
    },
    Risk.Outcome.LOST: {
        "price": "Price or budget",
        "product_gap": "Something is missing in the product",
        "service": "Service or support",
        "competitor": "Went to a competitor",
        "business_change": "Their business changed",
        "other": "Something else",
    },
    Risk.Outcome.FALSE_ALARM: {
        "season": "Season or holidays",
        "data": "Data was wrong or late",
        "known": "Expected and agreed",
        "other": "Something else",
    },
}


def risk_or_404(user: Any, risk_id: int) -> Risk:
    risk = Risk.objects.select_related("account__owner", "owner").filter(pk=risk_id).first()
    if risk is None:
        raise Http404
    account_or_404(user, risk.account_id)
    return risk


def may_work_on(user: Any, risk: Risk) -> bool:
    own = risk.owner_id is not None and risk.owner_id == user.pk
    return may_write(user, risk.account) or (own and may(user, "write_own_accounts"))


def may_own(user: User) -> bool:
    """Only who writes accounts can work on a risk."""
    return may(user, "write_own_accounts")


@transaction.atomic
def raise_risk(user: Any, account: Account, title: str, cause: str, due_on: date | None, today: date) -> Risk:
    """A person sees what no signal saw. One of that kind is open at a time."""
    if not may_write(user, account):
        raise Http404
    if not title.strip():
        raise NotAccepted("Say in a few words what the risk is.")
    state = getattr(account, "state", None)
    risk = Risk(
        account=account, kind=RAISED, title=title.strip()[:120], cause=cause.strip(), owner=user, opened_by=user,
        value_minor=state.arr_minor if state else None, due_on=due_on or today, opened_on=today, last_sign_on=today,
    )  # fmt: skip
    try:
        with transaction.atomic():
            risk.save()
    except IntegrityError:
        raise NotAccepted("A risk that somebody raised is already open on this account; add to it.") from None
    _say(user, risk, "risk.opened", after={"title": risk.title}, reason=risk.cause)
    return risk


def snooze(user: Any, risk_id: int, until: date, reason: str, today: date) -> Risk:
    """Quiet until a day, with a reason; signals that join meanwhile do not wake it."""
    if until <= today:
        raise NotAccepted("Choose a day after today.")
    if not reason.strip():
        raise NotAccepted("Say why it may wait.")
    return _change(user, risk_id, "risk.snoozed", reason, snoozed_until=until, snooze_reason=reason.strip()[:300])


def wake(user: Any, risk_id: int) -> Risk:
    return _change(user, risk_id, "risk.woken", "", snoozed_until=None, snooze_reason="")


@transaction.atomic
def take(user: Any, risk_id: int, seen: str | None = None) -> Risk:
    """Work on it oneself. `seen` is `Risk.held` as the person saw it: refused when another took it in the meantime."""
    risk = _locked(user, risk_id)
    if risk.owner_id == user.pk and risk.taken_at:
        return risk
    if seen is not None and risk.held != seen:
        raise NotAccepted(f"{risk.owner or 'Somebody'} took this risk in the meantime.")
    return _change(user, risk_id, "risk.taken", "", owner=user, taken_at=timezone.now())


@transaction.atomic
def give_back(user: Any, risk_id: int, owner: User | None) -> Risk:
    """Undo of taking it: back to whose it was, who has not looked at it yet."""
    risk = _locked(user, risk_id)
    if risk.owner_id != user.pk:
        raise NotAccepted(f"{risk.owner or 'Somebody'} has this risk by now.")
    return _change(user, risk_id, "risk.given_back", "", owner=owner, taken_at=None) if risk.taken_at else risk


def assign(user: Any, risk_id: int, owner: User) -> Risk:
    if not may_own(owner):
        raise NotAccepted(f"{owner} does not work on accounts; hand it to somebody who does.")
    return _change(user, risk_id, "risk.assigned", "", owner=owner, taken_at=None)


def write_plan(user: Any, risk_id: int, plan: str, due_on: date) -> Risk:
    return _change(user, risk_id, "risk.planned", "", plan=plan.strip(), due_on=due_on)


def close(user: Any, risk_id: int, outcome: str, reason: str, note: str = "") -> Risk:
    """Saved, lost or a false alarm, and why."""
    if reason not in REASONS.get(outcome, {}):
        raise NotAccepted("Say what became of it, and why.")
    now = timezone.now()
    return _change(
        user, risk_id, f"risk.{outcome}", note, outcome=outcome, reason=reason, closed_at=now, closed_by=user
    )


@transaction.atomic
def reopen(user: Any, risk_id: int) -> Risk:
    """Undo of closing; refused when another of its kind was opened meanwhile."""
    risk = _locked(user, risk_id)
    if risk.is_open:
        return risk
    if Risk.objects.filter(account=risk.account, kind=risk.kind, closed_at=None).exists():
        raise NotAccepted("Another risk of this kind was opened meanwhile.")
    before = {"outcome": risk.outcome, "reason": risk.reason}
    risk.outcome, risk.reason, risk.closed_at, risk.closed_by = "", "", None, None
    risk.save()
    _say(user, risk, "risk.reopened", before=before)
    return risk


@transaction.atomic
def _change(user: Any, risk_id: int, verb: str, why: str, **values: Any) -> Risk:
    risk = _locked(user, risk_id)
    if not risk.is_open:
        raise NotAccepted("This risk is closed; reopen it first.")
    before = {name: _plain(getattr(risk, name)) for name in values}
    for name, value in values.items():
        setattr(risk, name, value)
    risk.save()
    _say(user, risk, verb, before=before, after={name: _plain(value) for name, value in values.items()}, reason=why)
    return risk


def _locked(user: Any, risk_id: int) -> Risk:
    risk = risk_or_404(user, risk_id)
    if not may_work_on(user, risk):
        raise Http404
    return Risk.objects.select_for_update(of=("self",)).select_related("account", "owner").get(pk=risk.pk)


def _plain(value: Any) -> Any:
    """A person by e-mail address, as everywhere in the journal."""
    if isinstance(value, User):
        return value.email
    return value if value is None or isinstance(value, str | int) else str(value)


def _say(user: Any, risk: Risk, verb: str, *, before: dict[str, Any] | None = None,
         after: dict[str, Any] | None = None, reason: str = "") -> None:  # fmt: skip
    record(verb, risk, actor=user, account_id=risk.account_id, before=before, after=after, reason=reason)
