"""The rule: whether an account that becomes a customer gets an onboarding by itself."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from tenure.api.kinds import Person, Sent, person
from tenure.api.operations import Area
from tenure.company.roles import user_of
from tenure.onboarding import rule
from tenure.onboarding.models import Starting

area = Area("Onboardings")


class RuleOut(Schema):
    on: bool
    since: Annotated[date | None, Field(description="It is for who became a customer on this day or later")]
    changed_by: Person | None
    changed_at: datetime | None


class Switch(Sent):
    on: bool


@area.get("/onboarding-rule", RuleOut)
def onboarding_rule(request: HttpRequest) -> RuleOut:
    """Show whether onboardings start by themselves, and for whom."""
    return _told(rule.starting())


@area.replace("/onboarding-rule", RuleOut, needs="edit_templates")
def switch_onboarding_rule(request: HttpRequest, sent: Switch) -> RuleOut:
    """Switch it on or off. Switched on it begins today; who became a customer before is left alone."""
    return _told(rule.switch(user_of(request), sent.on))


def _told(row: Starting) -> RuleOut:
    return RuleOut(on=row.on, since=row.since if row.on else None, changed_by=person(row.changed_by),
                   changed_at=row.changed_at)  # fmt: skip
