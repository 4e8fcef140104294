"""The people of an account as we see them."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from tenure.api.kinds import Sent, Words
from tenure.api.named import contact_of
from tenure.api.plans import area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import today
from tenure.company.roles import user_of
from tenure.customers.access import account_or_404
from tenure.customers.models import Account
from tenure.planning.stakeholders import verbs
from tenure.planning.stakeholders.seeing import people


class StakeholderOut(Schema):
    contact: str
    name: str
    role: str
    influence: int | None
    stance: int | None
    reports_to: str
    note: str
    last_spoken_to: date | None
    left_on: date | None
    etag: str


class StakeholderIn(Sent):
    role: Annotated[str, Field(max_length=60)] = ""
    influence: Annotated[int | None, Field(ge=1, le=5)] = None
    stance: Annotated[int | None, Field(ge=-2, le=2)] = None
    reports_to: Annotated[str | None, Field(max_length=190)] = None
    note: Words = ""


@area.get("/accounts/{account_id:account_id}/stakeholders", list[StakeholderOut])
def account_stakeholders(request: HttpRequest, account_id: str) -> list[StakeholderOut]:
    """List the people of an account as we see them, the most influential first."""
    return _people(account_or_404(request.user, account_id))


@area.replace(
    "/accounts/{account_id:account_id}/stakeholders/{account_id:contact_id}", StakeholderOut, needs="write_own_accounts"
)
def place_stakeholder(
    request: HttpRequest, account_id: str, contact_id: str, sent: StakeholderIn, response: HttpResponse,
    if_match: IfMatch = None,
) -> StakeholderOut:  # fmt: skip
    """Write what is known of a contact.

    `If-Match` is the `etag` that was read; an empty one, `""`, for a contact of whom nothing was written yet.
    """
    account = account_or_404(request.user, account_id)
    held = _one(account, contact_id)
    hold(if_match, held.etag)
    above = contact_of(account.pk, sent.reports_to, "body.reports_to") if sent.reports_to else None
    said = sent.model_dump() | {"reports_to": above}
    verbs.place(user_of(request), account, contact_id, said, seen=held.etag)
    found = _one(account, contact_id)
    give(response, found.etag)
    return found


def _one(account: Account, contact_id: str) -> StakeholderOut:
    found = next((one for one in _people(account) if one.contact == contact_id), None)
    if found is None:
        raise Http404
    return found


def _people(account: Account) -> list[StakeholderOut]:
    return [
        StakeholderOut(contact=one.id, name=one.name, role=one.role, influence=one.influence, stance=one.stance,
                       reports_to=one.reports_to, note=one.note, last_spoken_to=one.spoken_on, left_on=one.left_on,
                       etag=one.version)
        for one in people(account, today())
    ]  # fmt: skip
