"""Access: who of the invited users of a product has signed in and uses what they came for, from usage events."""

from datetime import date
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Schema
from pydantic import Field

from tenure.api.health import past
from tenure.api.kinds import Day, Page, Paging, paged
from tenure.api.operations import Area
from tenure.onboarding.access import Invited, access
from tenure.onboarding.reading import onboarding_or_404, plan_of

area = Area("Onboardings")


class UserOut(Schema):
    """Days are those of usage within 60 days before the onboarding began and the day in `as_of`; 240 at most."""

    user: str
    name: str
    email: str
    contact: Annotated[str | None, Field(description="Id of the contact who they are")]
    state: Literal["never_signed_in", "signed_in", "uses_it"]
    first_seen: date | None
    last_seen: date | None
    days: Annotated[int, Field(description="With activity")]


class AccessOut(Page[UserOut]):
    """The counts are of everybody who was invited, not of the page; of more than 2,000 the first by name are listed."""

    feature: Annotated[str, Field(description="What they came for; empty where being there is enough")]
    invited: int
    signed_in: int
    using: int


class Asked(Paging):
    as_of: Annotated[Day | None, Field(description="Today as far as it is known, unless given")] = None


@area.get("/onboardings/{account_id:onboarding_id}/access", AccessOut)
def onboarding_access(request: HttpRequest, onboarding_id: str, asked: Query[Asked]) -> dict[str, object]:
    """List who was invited: those who never signed in first, then those who have not used the core feature.

    Internal users and those who were deactivated are left out. An onboarding without a plan has no feature to look at.
    """
    plan = plan_of(onboarding_or_404(request.user, onboarding_id))
    if plan is None:
        raise Http404
    found = access(plan, past(asked.as_of))
    shown = [_told(one) for one in found.people[asked.before : asked.before + asked.per_page + 1]]
    return {**paged(request, asked, shown, as_of=found.day), "feature": found.feature, "invited": found.invited,
            "signed_in": found.signed_in, "using": found.using}  # fmt: skip


def _told(one: Invited) -> UserOut:
    user, use = one.user, one.use
    return UserOut(
        user=user.pk, name=user.name, email=user.email, contact=one.contact.pk if one.contact else None,
        state="never_signed_in" if use is None else "signed_in" if one.waits else "uses_it",
        first_seen=use.first_seen if use else None, last_seen=use.last_seen if use else None,
        days=use.days if use else 0,
    )  # fmt: skip
