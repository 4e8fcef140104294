"""Touchpoints: notes, calls, mails and meetings on the timeline of an account, with what came of them."""

from datetime import datetime
from typing import Annotated, Literal

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import AwareDatetime, Field

from tenure.api.actions import Item, actions
from tenure.api.kinds import Day, Page, Paging, Sent, Short, cut, paged
from tenure.api.operations import Area
from tenure.api.versions import IfMatch, give, hold
from tenure.company.clock import zone
from tenure.company.roles import user_of
from tenure.core.periods import starts_at
from tenure.customers.access import account_or_404, visible_accounts
from tenure.work import verbs
from tenure.work.actions import actions_of
from tenure.work.models import Touchpoint

area = Area("Touchpoints")
Kind = Literal["note", "call", "email", "meeting"]
_Id = Annotated[str, Field(max_length=190)]


class WriteTouchpoint(Sent):
    kind: Kind = "note"
    body: Annotated[str, Field(max_length=verbs.LONGEST, description="Markdown")] = ""
    subject: Short = ""
    decisions: Annotated[list[Short], Field(max_length=50)] = []
    contacts: Annotated[list[_Id], Field(max_length=40, description="Ids of contacts of the account")] = []
    colleagues: Annotated[list[_Id], Field(max_length=40, description="E-mail addresses")] = []
    actions: Annotated[list[Item], Field(max_length=30, description="Each becomes a task")] = []


class AddTouchpoint(WriteTouchpoint):
    occurred_at: Annotated[AwareDatetime | None, Field(description="Now unless given; never in the future")] = None


class TouchpointOut(Schema):
    id: str
    account: str
    kind: str
    direction: str
    occurred_at: datetime
    subject: str
    body: str
    by: Annotated[str, Field(description="E-mail address of who held or wrote it")]
    participants: list[str]
    decisions: list[str]
    tasks: Annotated[list[int], Field(description="Ids of the tasks that came of it")]
    etag: str


class Asked(Paging):
    kind: Kind | None = None
    since: Annotated[Day | None, Field(description="None before this day")] = None


@area.get("/accounts/{account_id:account_id}/touchpoints", Page[TouchpointOut])
def touchpoints(request: HttpRequest, account_id: str, asked: Query[Asked]) -> dict[str, object]:
    """List the touchpoints of an account, the newest first."""
    found = Touchpoint.objects.filter(account=account_or_404(request.user, account_id))
    found = found.filter(kind=asked.kind) if asked.kind else found
    found = found.filter(occurred_at__gte=starts_at(asked.since, zone())) if asked.since else found
    return paged(request, asked, [told(one) for one in cut(found.order_by("-occurred_at", "pk"), asked)])


@area.get("/touchpoints/{touchpoint_id}", TouchpointOut)
def touchpoint(request: HttpRequest, touchpoint_id: str, response: HttpResponse) -> TouchpointOut:
    """Show one touchpoint."""
    found = told(_one(request, touchpoint_id))
    give(response, found.etag)
    return found


@area.create("/accounts/{account_id:account_id}/touchpoints", TouchpointOut, needs="write_own_accounts")
def write_touchpoint(request: HttpRequest, account_id: str, sent: AddTouchpoint) -> TouchpointOut:
    """Write one down, with who took part, what was decided, and tasks for what is to be done."""
    account = account_or_404(request.user, account_id)
    return told(verbs.write_touchpoint(
        user_of(request), account, sent.body, sent.kind, occurred_at=sent.occurred_at, more=_more(sent),
        actions=actions(account, sent.actions)))  # fmt: skip


@area.replace("/touchpoints/{touchpoint_id}", TouchpointOut, needs="write_own_accounts")
def edit_touchpoint(
    request: HttpRequest, touchpoint_id: str, sent: WriteTouchpoint, response: HttpResponse, if_match: IfMatch = None
) -> TouchpointOut:
    """Write one's own anew; `actions` are added to those that it has.

    `If-Match` is the `etag` of the touchpoint that was read; if somebody changed it since, nothing is overwritten.
    """
    with transaction.atomic():
        latest = Touchpoint.objects.select_for_update().get(pk=_one(request, touchpoint_id).pk)
        seen = verbs.version(latest)
        hold(if_match, seen)
        found = told(verbs.edit_touchpoint(
            user_of(request), latest, sent.body, sent.kind, seen=seen, more=_more(sent),
            actions=actions(latest.account, sent.actions)))  # fmt: skip
    give(response, found.etag)
    return found


@area.delete("/touchpoints/{touchpoint_id}", needs="write_own_accounts")
def delete_touchpoint(request: HttpRequest, touchpoint_id: str, if_match: IfMatch = None) -> None:
    """Take one's own off the timeline; the journal keeps what it said."""
    with transaction.atomic():
        latest = Touchpoint.objects.select_for_update().get(pk=_one(request, touchpoint_id).pk)
        hold(if_match, verbs.version(latest))
        verbs.delete_touchpoint(user_of(request), latest, seen=verbs.version(latest))


def _one(request: HttpRequest, touchpoint_id: str) -> Touchpoint:
    rows = Touchpoint.objects.select_related("account").filter(account__in=visible_accounts(request.user))
    found = rows.filter(pk=touchpoint_id).first()
    if found is None:
        raise Http404
    return found


def _more(sent: WriteTouchpoint) -> verbs.More:
    return verbs.More(sent.subject, sent.decisions, sent.contacts, sent.colleagues)


def told(row: Touchpoint) -> TouchpointOut:
    names = ("id", "kind", "direction", "occurred_at", "subject", "body")
    return TouchpointOut(
        **{name: getattr(row, name) for name in names}, account=row.account_id, by=row.csm_id,
        participants=list(row.participants), decisions=list(row.decisions), etag=verbs.version(row),
        tasks=list(actions_of(("touchpoint", row.pk)).values_list("pk", flat=True)),
    )  # fmt: skip
