"""Objectives, proposed goals and plans as forms: what was typed is kept, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.http import QueryDict

from tenure.core.money import minor_exponent
from tenure.core.problems import NotAccepted
from tenure.core.whole import whole
from tenure.customers.models import Account, Contact
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning import numbers
from tenure.planning.models import Goal, Importance, ProposedGoal
from tenure.web.tasks.form import person


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What an objective and a proposed goal have both, as it is typed; names are those of the fields."""

    why: str = ""
    measure: str = ""
    unit: str = ""
    baseline: str = ""
    target: str = ""
    due_on: str = ""
    importance: str = str(Importance.NORMAL)
    shared: str = ""

    @classmethod
    def typed(cls, given: QueryDict) -> Self:
        return cls(**{one.name: given.get(one.name, "").replace("\x00", "") for one in fields(cls)})

    def common(self, said: "_Reading") -> dict[str, Any]:
        measure = published_measures().get(self.measure)
        return {
            "why": self.why, "measure": self.measure, "unit": "" if self.measure else self.unit,
            "baseline": said.number(self.baseline, measure, "baseline"),
            "target": said.number(self.target, measure, "target"), "due_on": said.day(self.due_on, "due date"),
            "importance": whole(self.importance, 2),
            "shared": bool(self.shared),
        }  # fmt: skip


def _held(row: Goal | ProposedGoal) -> dict[str, str]:
    measure = published_measures().get(row.measure)
    return {
        "why": row.why, "measure": row.measure, "unit": row.unit, "baseline": numbers.typed(row.baseline, measure),
        "target": numbers.typed(row.target, measure), "due_on": _iso(row.due_on), "importance": str(row.importance),
        "shared": "1" if row.shared else "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveForm(_Form):
    name: str = ""
    baseline_on: str = ""
    owner: str = ""
    contact: str = ""
    rate: str = ""
    rate_currency: str = ""
    rate_per: str = "month"

    @classmethod
    def of(cls, goal: Goal) -> Self:
        return cls(
            name=goal.name, baseline_on=_iso(goal.baseline_on), owner=str(goal.owner_id or ""),
            contact=goal.contact_id or "", rate=_major(goal.rate_minor, goal.rate_currency),
            rate_currency=goal.rate_currency, rate_per=goal.rate_per or "month", **_held(goal),
        )  # fmt: skip

    @classmethod
    def proposed(cls, proposal: ProposedGoal, owner: str, today: date) -> Self:
        """What becomes of a proposed goal unless it is agreed otherwise."""
        contact = proposal.contact_owner_id or proposal.contact_id or ""
        return cls(name=proposal.statement, baseline_on=_iso(today), owner=owner, contact=contact, **_held(proposal))

    def values(self, account: Account) -> dict[str, Any]:
        """What the verbs take; raises NotAccepted with a sentence for each field that cannot be read."""
        said = _Reading(account)
        rate = said.number(self.rate, None, "amount")
        found = self.common(said) | {
            "name": self.name, "owner": said.person(self.owner), "contact": said.contact(self.contact),
            **_rate(rate, self.rate_currency.strip().upper(), self.rate_per),
        }  # fmt: skip
        begun = said.day(self.baseline_on, "day of the baseline")
        said.done()
        return found | ({"baseline_on": begun} if begun else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalForm(_Form):
    statement: str = ""
    contact_owner: str = ""

    def values(self, account: Account) -> dict[str, Any]:
        said = _Reading(account)
        found = self.common(said) | {
            "statement": self.statement, "contact_owner": said.contact(self.contact_owner),
        }  # fmt: skip
        said.done()
        return found


class _Reading:
    """Reads fields one after the other and keeps what is wrong with each."""

    def __init__(self, account: Account) -> None:
        self._account, self._wrong = account, list[str]()

    def number(self, text: str, measure: Measure | None, what: str) -> Decimal | None:
        try:
            return numbers.read(text, measure, what)
        except NotAccepted as error:
            self._wrong.append(str(error))
            return None

    def day(self, text: str, what: str) -> date | None:
        try:
            return date.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            self._wrong.append(f"The {what} is no day of the calendar; write it as in 2026-03-31.")
            return None

    def person(self, text: str) -> Any:
        try:
            return person(text) if text else None
        except NotAccepted as error:
            self._wrong.append(str(error))
            return None

    def contact(self, key: str) -> Contact | None:
        found = Contact.objects.filter(account=self._account, pk=key).first() if key else None
        if key and found is None:
            self._wrong.append("The person at the customer is no contact of the account any more; choose again.")
        return found

    def done(self) -> None:
        if self._wrong:
            raise NotAccepted("\n".join(self._wrong))


def money_of(text: str, currency: str) -> int:
    """Minor units of what was typed; raises NotAccepted."""
    amount = numbers.read(text, None, "amount")
    if amount is None:
        raise NotAccepted("Say how much it was worth; 0 is an amount too.")
    minor = amount * 10 ** minor_exponent(currency)
    if minor != minor.to_integral_value():
        raise NotAccepted(f"{currency} has no such small coin; round {text.strip()[:30]}.")
    return int(minor)


def _rate(amount: Decimal | None, currency: str, per: str) -> Mapping[str, Any]:
    if amount is None:
        return {"rate_minor": None, "rate_currency": "", "rate_per": ""}
    minor = round(amount * 10 ** minor_exponent(currency))
    return {"rate_minor": minor, "rate_currency": currency[:3], "rate_per": per[:10]}


def _major(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{Decimal(minor).scaleb(-minor_exponent(currency)).normalize():f}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
